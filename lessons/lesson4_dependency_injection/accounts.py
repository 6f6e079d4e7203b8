"""Given: who may use Model Hub, and their tokens. You call it, you don't edit it.

A token is a secret text that stands for a user, until lesson 5 makes better ones. Three
are there from the start: ``ada-token`` (an admin), ``ben-token`` (a user), and
``cid-token`` (a user whose account is switched off).
"""

import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class User:
    """A user. Its fields are attributes: ``user.name``, ``user.is_active``, …"""

    name: str
    email: str
    is_active: bool = True
    is_admin: bool = False


_users = {
    "ada-token": User("Ada", "ada@example.com", is_admin=True),
    "ben-token": User("Ben", "ben@example.com"),
    "cid-token": User("Cid", "cid@example.com", is_active=False),
}


async def find_user(token: str) -> User | None:
    """The user whom this token stands for, or None when nobody knows it."""
    return _users.get(token)


def quota_of(user: User) -> int:
    """How many models this user may publish."""
    return 10 if user.is_admin else 3


def issue_token(name: str, is_active: bool = True, is_admin: bool = False) -> str:
    """A fresh token of a new user. The course uses it to try your app."""
    token = secrets.token_urlsafe(12)
    _users[token] = User(name, f"{name}@example.com", is_active, is_admin)
    return token
