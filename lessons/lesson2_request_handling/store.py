"""Given: the shelf that Model Hub keeps its things on. You call it, you don't edit it.

It lives in memory, so a restart forgets what was added. Records are dicts:

* a model: ``{"id": 1, "name": "cedar-1", "framework": "sklearn"}``
* a report: ``{"id": "<a UUID, version 4>", "title": "…"}``
* a user: ``{"id": 1, "email": "…", "password": "…", "name": "…"}``. The password lies
  there as it is; lesson 5 will keep a hash in its place.
"""

import uuid
from typing import Any

Record = dict[str, Any]

_FRAMEWORKS = ("sklearn", "pytorch", "tensorflow", "xgboost")
_TREES = ("cedar", "maple", "birch", "larch", "aspen")

_models: dict[int, Record] = {
    number: {
        "id": number,
        "name": f"{_TREES[number % 5]}-{number}",
        "framework": _FRAMEWORKS[number % 4],
    }
    for number in range(1, 26)
}
_reports: dict[str, Record] = {}
_users: dict[int, Record] = {
    1: {"id": 1, "email": "ada@example.com", "password": "analytical", "name": "Ada Lovelace"},
}


def all_models() -> list[Record]:
    """Every model, oldest first. There are 25 at the start."""
    return list(_models.values())


def get_model(model_id: int) -> Record | None:
    """The model with this id, or None."""
    return _models.get(model_id)


def models_made_with(framework: str) -> list[Record]:
    """The models of one framework, such as ``"pytorch"``."""
    return [model for model in _models.values() if model["framework"] == framework]


def add_model(name: str, framework: str) -> Record:
    """Keep a new model and return it."""
    model_id = max(_models, default=0) + 1
    _models[model_id] = {"id": model_id, "name": name, "framework": framework}
    return _models[model_id]


def remove_model(model_id: int) -> bool:
    """Forget a model. False when there was none."""
    return _models.pop(model_id, None) is not None


def get_report(report_id: uuid.UUID | str) -> Record | None:
    """The report with this id, or None."""
    return _reports.get(str(report_id))


def add_report(title: str) -> Record:
    """Keep a new report, under a fresh UUID of version 4, and return it."""
    report_id = str(uuid.uuid4())
    _reports[report_id] = {"id": report_id, "title": title}
    return _reports[report_id]


add_report("First steps")


def get_user(user_id: int) -> Record | None:
    """The user with this id, or None. The record has the password in it."""
    return _users.get(user_id)


def add_user(data: Record) -> Record:
    """Keep a new user made of ``data`` and an id of its own; return the whole record."""
    user_id = max(_users, default=0) + 1
    _users[user_id] = {"id": user_id, **data}
    return _users[user_id]


def change_user(user_id: int, data: Record) -> Record | None:
    """Write ``data`` over the user's fields; the whole record, or None without a user."""
    user = _users.get(user_id)
    if user is not None:
        user.update(data)
    return user


def sign_in(email: str, password: str) -> Record | None:
    """The user with this email and this password, or None when the two don't fit."""
    for user in _users.values():
        if user["email"] == email and user["password"] == password:
            return user
    return None
