"""A running app's files, touched in a way that nothing laid out there can harm the judge.

In place of what a check wants to read or write, the learner's program may have put a
pipe that nobody writes to, a link to elsewhere, or a database whose view has no end.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from checker import regular

MAX_BYTES = 64 * 1024**2
QUERY_SECONDS = 2.0
_OPS = 10_000
"""SQLite's own steps between two looks at the clock."""


def write(path: Path, data: bytes) -> Path:
    """A new file with this content, whatever lay there before.

    Raises:
        OSError: something is in the way that cannot be moved.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    remove(path)
    with path.open("xb") as file:
        file.write(data)
    return path


def make(folder: Path) -> None:
    """A folder there, if need be in place of something else."""
    if folder.is_symlink() or not folder.is_dir():
        remove(folder)
        folder.mkdir()


def remove(path: Path) -> None:
    """Take away what is at this path, if anything is; a folder is put aside."""
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_name(f"{path.name}.{time.monotonic_ns()}"))
    path.unlink(missing_ok=True)


def read(path: Path) -> bytes:
    """The first :data:`MAX_BYTES` of a file; b"" for what is none, and no link is followed."""
    try:
        return regular.read(path, MAX_BYTES)[0][:MAX_BYTES]
    except OSError:
        return b""


def files(folder: Path) -> set[str]:
    """The paths of all files below a folder; no link to a folder is followed."""
    found: set[str] = set()
    folders = [str(folder)]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file():
                    found.add(entry.path)
    return found


@contextlib.contextmanager
def database(path: Path, wait: float = 0.0) -> Iterator[sqlite3.Connection]:
    """An SQLite file of the app's; a query of ours takes :data:`QUERY_SECONDS` at most.

    Args:
        wait: seconds for somebody else's lock to go.

    Raises:
        sqlite3.OperationalError: it is locked, or no database at all, or without an end.
    """
    if path.is_symlink() or not path.is_file():
        raise sqlite3.OperationalError(f"{path.name} is not a file")
    end = time.monotonic() + QUERY_SECONDS + wait
    with contextlib.closing(sqlite3.connect(path, timeout=wait)) as connection:
        connection.set_progress_handler(lambda: time.monotonic() > end, _OPS)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            yield connection
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:  # of which an OperationalError is one
            raise sqlite3.OperationalError(str(error)) from None
