"""Given: the rows of the big export. You call it, you don't edit it."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Sequence

from .store import Model, all_models

COLUMNS = ("id", "name", "framework", "version")
"""What stands in the first line of the export."""

WAIT = 0.5
"""Seconds that each row takes."""

Row = tuple[int, str, str, int]


async def rows() -> AsyncIterator[Row]:
    """The rows, one model each, in the order of the store: ``async for row in rows()``.

    The next row is not made before you ask for it.
    """
    for model in all_models():
        yield await make_row(model)


async def make_row(model: Model) -> Row:
    """One row. Slow: it stands for a query to a large database."""
    await asyncio.sleep(WAIT)
    return model["id"], model["name"], model["framework"], model["version"]


def csv_line(values: Sequence[object]) -> str:
    """Values as one line of CSV, with quotes where a value needs them, and a line end."""
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
