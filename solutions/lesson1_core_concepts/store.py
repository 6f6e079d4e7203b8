"""Given: the shelf that Model Hub keeps its models on. You call it, you don't edit it.

A record is a dict: ``{"id": 1, "name": "…", "framework": "…", "description": None}``.
"""

from typing import Any

Record = dict[str, Any]

_records: dict[int, Record] = {
    1: {"id": 1, "name": "iris-tree", "framework": "sklearn", "description": None},
    2: {"id": 2, "name": "digit-net", "framework": "pytorch", "description": "reads digits"},
}


def all_models() -> list[Record]:
    """Every record, oldest first."""
    return list(_records.values())


def get(model_id: int) -> Record | None:
    """The record with this id, or None."""
    return _records.get(model_id)


def latest() -> Record | None:
    """The record that was added last, or None when there is none."""
    return _records[max(_records)] if _records else None


def add(data: dict[str, Any]) -> Record:
    """Keep a new record made of ``data`` and an id of its own; return it."""
    model_id = max(_records, default=0) + 1
    _records[model_id] = {"id": model_id, **data}
    return _records[model_id]


def change(model_id: int, data: dict[str, Any]) -> Record | None:
    """Write ``data`` over the record's fields; return it, or None if there is none."""
    record = _records.get(model_id)
    if record is not None:
        record.update(data)
    return record


def remove(model_id: int) -> bool:
    """Forget a record. False when there was none."""
    return _records.pop(model_id, None) is not None
