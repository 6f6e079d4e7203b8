"""Given: the accounts of Model Hub. You call it, you don't edit it.

An account is a dict: ``{"id": 1, "email": "…", "name": "…"}``.
"""

from typing import Any

Account = dict[str, Any]

_accounts: dict[str, Account] = {
    "ada@example.com": {"id": 1, "email": "ada@example.com", "name": "Ada"},
}


def add(email: str, name: str) -> Account | None:
    """Keep a new account; return it, or None when the email is taken."""
    if email in _accounts:
        return None
    _accounts[email] = {"id": len(_accounts) + 1, "email": email, "name": name}
    return _accounts[email]


def find(email: str) -> Account | None:
    """The account with this email, or None."""
    return _accounts.get(email)
