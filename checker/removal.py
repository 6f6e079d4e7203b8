"""Removes a folder that a learner's program has been in."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from itertools import count
from pathlib import Path


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as the system lets us.

    Whatever was done to it: folders without permissions, or nested so deep that a
    recursion, or a path, cannot follow. Links are removed and not followed, also when the
    folder itself has become one.
    """
    if folder.is_symlink():
        with contextlib.suppress(OSError):
            folder.unlink()
        return
    with contextlib.suppress(OSError, RecursionError):
        shutil.rmtree(folder)
        return
    numbers = count()
    while (inner := next(_folders(folder), None)) is not None:
        if not _flattened(inner, folder, numbers):
            break
    shutil.rmtree(folder, ignore_errors=True)


def _folders(folder: Path) -> Iterator[Path]:
    _open_up(folder)
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)


def _flattened(inner: Path, top: Path, numbers: Iterator[int]) -> bool:
    """Move the folders in ``inner`` up to ``top``, and remove it with its files."""
    _open_up(inner)
    for entry in _entries(inner):
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                _open_up(Path(entry.path))
                os.rename(entry.path, top / f"{os.getpid()}-{next(numbers)}")  # noqa: PTH104
            else:
                os.unlink(entry.path)  # noqa: PTH108
    try:
        inner.rmdir()
    except OSError:
        return False
    return True


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _open_up(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.chmod(stat.S_IRWXU)
