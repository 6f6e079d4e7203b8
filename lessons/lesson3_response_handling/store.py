"""Given: what Model Hub knows of users and models. You call it, you don't edit it.

Models are dicts: ``{"id": 1, "name": "…", "framework": "…", "version": 3}``.
Users are objects, as a database library gives them: see :class:`User`.
"""

from typing import Any

Model = dict[str, Any]


class User:
    """One account, with everything that is kept about it.

    ``password_hash`` is what is left of the password; it is nobody else's business.
    """

    def __init__(self, id: int, email: str, name: str, password_hash: str) -> None:
        self.id = id
        self.email = email
        self.name = name
        self.password_hash = password_hash


_users: dict[int, User] = {
    1: User(1, "ada@example.com", "Ada", "scrypt$16384$c2FsdA$Zm9yIGFkYQ"),
    2: User(2, "grace@example.com", "Grace", "scrypt$16384$cGVwcGVy$Zm9yIGdyYWNl"),
}
_models: dict[int, Model] = {
    1: {"id": 1, "name": "iris-tree", "framework": "sklearn", "version": 3},
    2: {"id": 2, "name": "digit-net", "framework": "pytorch", "version": 12},
    3: {"id": 3, "name": "spam, or not", "framework": "xgboost", "version": 1},
}


def all_users() -> list[User]:
    """Every user, oldest first."""
    return list(_users.values())


def get_user(user_id: int) -> User | None:
    """The user with this id, or None."""
    return _users.get(user_id)


def add_user(email: str, name: str, password_hash: str) -> int:
    """Keep a new user; return its id."""
    user_id = max(_users, default=0) + 1
    _users[user_id] = User(user_id, email, name, password_hash)
    return user_id


def all_models() -> list[Model]:
    """Every model, oldest first."""
    return list(_models.values())


def get_model(model_id: int) -> Model | None:
    """The model with this id, or None."""
    return _models.get(model_id)


def add_model(name: str, framework: str, version: int = 1) -> Model:
    """Keep a new model under an id of its own; return it."""
    model_id = max(_models, default=0) + 1
    _models[model_id] = {
        "id": model_id,
        "name": name,
        "framework": framework,
        "version": version,
    }
    return _models[model_id]


def remove_model(model_id: int) -> bool:
    """Forget a model. False when there was none."""
    return _models.pop(model_id, None) is not None
