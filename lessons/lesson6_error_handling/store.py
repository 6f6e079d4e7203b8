"""Given: the shelf that Model Hub keeps its models on. You call it, you don't edit it.

A record is a dict: ``{"id": 1, "name": "…", "framework": "…"}``.
"""

from typing import Any

Record = dict[str, Any]

_records: dict[int, Record] = {
    1: {"id": 1, "name": "iris-tree", "framework": "sklearn"},
    2: {"id": 2, "name": "digit-net", "framework": "pytorch"},
}


class NameTaken(Exception):
    """Two models cannot have the same name. Its text is for us, not for clients."""


def get(model_id: int) -> Record | None:
    """The record with this id, or None."""
    return _records.get(model_id)


def add(name: str, framework: str) -> Record:
    """Keep a new record, with an id of its own, and return it.

    Raises:
        NameTaken: there is a model with this name already.
    """
    if any(record["name"] == name for record in _records.values()):
        raise NameTaken(f"UNIQUE constraint failed: models.name={name!r} (db-7.internal:5432)")
    model_id = max(_records, default=0) + 1
    _records[model_id] = {"id": model_id, "name": name, "framework": framework}
    return _records[model_id]
