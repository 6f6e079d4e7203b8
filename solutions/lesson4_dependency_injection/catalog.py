"""Given: two long lists, oldest first. You call it, you don't edit it."""

from typing import Any

Record = dict[str, Any]

_models: list[Record] = [{"id": n, "name": f"model-{n}"} for n in range(1, 251)]
_artifacts: list[Record] = [{"id": n, "file": f"weights-{n}.bin"} for n in range(1, 181)]


def all_models() -> list[Record]:
    """Every published model."""
    return list(_models)


def all_artifacts() -> list[Record]:
    """Every uploaded artifact."""
    return list(_artifacts)


def add(name: str) -> None:
    """Put a new record at the end of both lists. The course uses it to try your app."""
    _models.append({"id": len(_models) + 1, "name": name})
    _artifacts.append({"id": len(_artifacts) + 1, "file": f"{name}.bin"})
