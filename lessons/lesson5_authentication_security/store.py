"""Given: the users of Model Hub and their models. You call it, you don't edit it.

It keeps them in memory, the way a database table would: an id is never used twice, and
an email stands in it once. Capital and small letters make no difference in an email.
"""

import itertools
import threading
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class User:
    """One account. ``password_hash`` is for :mod:`main` only: it never leaves the app."""

    id: int
    email: str
    name: str
    password_hash: str


class EmailTaken(Exception):
    """Somebody has an account with this email already."""


_users: dict[int, User] = {}
_models: dict[int, list[str]] = {}
_ids = itertools.count(1)
_lock = threading.Lock()


def add(email: str, name: str, password_hash: str) -> User:
    """Keep a new user and return it.

    Raises:
        EmailTaken: the email is in use. Of two calls at the same moment, one gets it.
    """
    with _lock:
        if find_by_email(email) is not None:
            raise EmailTaken(email)
        user = User(next(_ids), email, name, password_hash)
        _users[user.id] = user
        return user


def find_by_email(email: str) -> User | None:
    """The user with this email, or None."""
    for user in list(_users.values()):
        if user.email.lower() == email.lower():
            return user
    return None


def get(user_id: int) -> User | None:
    """The user with this id, or None."""
    return _users.get(user_id)


def remove(user_id: int) -> bool:
    """Delete an account. False when there was none."""
    _models.pop(user_id, None)
    return _users.pop(user_id, None) is not None


def publish(user_id: int, name: str) -> None:
    """Keep the name of a model that this user has published."""
    _models.setdefault(user_id, []).append(name)


def models_of(user_id: int) -> list[str]:
    """The names of the models that this user has published, oldest first."""
    return list(_models.get(user_id, []))


def dump() -> list[dict[str, Any]]:
    """Every user with every field, as somebody sees them who has stolen the database."""
    return [asdict(user) for user in list(_users.values())]
