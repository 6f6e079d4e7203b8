"""Given: connections to the place where the models are kept. You don't edit it.

A connection is opened, used, and closed. Whoever opens it has to close it: there are
only a few, and one that is never closed is lost to everybody else.
"""

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import Any

WAIT = 0.5
"""Seconds that a fetch takes."""

Record = dict[str, Any]

_numbers = itertools.count(1)
_models: dict[int, Record] = {
    1: {"id": 1, "name": "iris-tree", "framework": "sklearn"},
    2: {"id": 2, "name": "digit-net", "framework": "pytorch"},
}


@dataclass
class Connection:
    """One open connection. It serves one request at a time."""

    number: int
    is_open: bool = field(default=True, repr=False)


async def open_connection() -> Connection:
    """A new connection. Close it when you are done with it."""
    return Connection(next(_numbers))


async def close_connection(connection: Connection) -> None:
    """Close a connection that ``open_connection`` gave you."""
    connection.is_open = False


async def fetch_model(connection: Connection, model_id: int) -> Record | None:
    """The model with this id, or None when there is none.

    Raises RuntimeError when the connection is closed already.
    """
    await asyncio.sleep(WAIT)
    if not connection.is_open:
        raise RuntimeError(f"Connection {connection.number} is closed.")
    return _models.get(model_id)


def add_model(name: str, framework: str) -> Record:
    """Keep a new model and return it. The course uses it to try your app."""
    model_id = max(_models) + 1
    _models[model_id] = {"id": model_id, "name": name, "framework": framework}
    return _models[model_id]
