"""Given: exports of all models, as files. You call it, you don't edit it.

Each export is a new file in the folder ``exports``, below the folder that the app was
started in.
"""

import secrets
from functools import cache
from pathlib import Path

FOLDER = Path("exports")


@cache
def _lines() -> str:
    lines = [f"{number},model-{number},sklearn\n" for number in range(1, 25_001)]
    return "".join(["id,name,framework\n", *lines])


def text() -> str:
    """What stands in an export: one line for each model, with commas."""
    return _lines()


def write() -> Path:
    """Write an export into a file of its own, and return its path."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{secrets.token_hex(8)}.csv"
    path.write_text(text(), "utf-8", newline="")
    return path


def remove(path: Path) -> None:
    """Remove an export."""
    path.unlink(missing_ok=True)


def names() -> list[str]:
    """The names of all exports that are there now."""
    return sorted(path.name for path in FOLDER.glob("*.csv"))
