"""Files that are whole or not there: what the course writes survives a kill at any time."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from checker import regular
from checker.errors import UsageError

BUSY = 10.0
"""Seconds to wait for another command before giving up."""
_DRAFT = re.compile(r"\..+\.[a-z0-9_]{8}\.course-draft")
"""What :func:`write` calls a file that is not whole yet."""


def write(path: Path, data: bytes, lasting: bool = True) -> None:
    """Replace a file by ``data``, all or nothing.

    ``lasting`` waits until it is on the disk, for what a power cut must not take.

    Raises:
        UsageError: the folder cannot be written to, or the disk is full.
    """
    draft: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(".course-draft", f".{path.name}.", path.parent)
        draft = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        _like(path, draft)
        draft.replace(path)
    except OSError as error:
        if draft is not None:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        raise cannot_write(path, error) from None


def keep_apart(output: Path, *kept: Path) -> None:
    """Refuse to write over a file that is needed, whatever the path to it is.

    Raises:
        UsageError: ``output`` is one of ``kept``, or a link to it.
    """
    for path in kept:
        with contextlib.suppress(OSError):
            if output.samefile(path):
                which = "" if str(output) == str(path) else f": it is {path}"
                raise UsageError(
                    f"{output} would be written over, and it is needed{which}.",
                    "Give another file to write to, with --output.",
                )


def keep_others(output: Path, ours: Callable[[bytes], bool]) -> None:
    """Refuse to write over a file that the course has not written itself; an empty one may be.

    Args:
        ours: tells it by its content.

    Raises:
        UsageError: that would be written over, or ``output`` is no name of a file.
    """
    if str(output) == "-":
        raise UsageError("- is not the name of a file.", "Give one, with --output.")
    if output.exists() and not output.is_file():
        raise UsageError(f"{output} is no file.", "Give a file to write to, with --output.")
    there = read(output) if output.exists() else b""
    if there and not ours(there):
        raise UsageError(
            f"{output} would be written over, and it is not from an earlier run of this command.",
            "Give another file to write to, with --output; or move that one away first.",
        )


def keep_out(output: Path, places: Iterable[Path], option: str) -> None:
    """Refuse to write anything into these folders: what is in them is somebody's work.

    Args:
        option: what to give another value.

    Raises:
        UsageError: ``output`` is one of them or lies in one, whatever the path to it is.
    """
    real = output.resolve()
    for place in places:
        if real.is_relative_to(place.resolve()):
            raise UsageError(
                f"{output} would be written into what was handed in, {place.name}.",
                f"Give a place outside of it, with {option}.",
            )


def sweep(root: Path, below: Iterable[str]) -> None:
    """Remove the drafts that a killed :func:`write` has left.

    To be called while nobody else can be writing there: see :func:`locked`.

    Args:
        root: a folder; of what is in it only these folders are looked into.
    """
    for top in (root, *(root / name for name in below)):
        for folder, inner, names in os.walk(top):
            for name in filter(_DRAFT.fullmatch, names):
                with contextlib.suppress(OSError):
                    Path(folder, name).unlink()
            if top == root:
                inner.clear()


def _like(path: Path, draft: Path) -> None:
    """Give the new file the old one's permissions, or the usual ones."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with contextlib.suppress(OSError):
        draft.chmod(mode)


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Says which file could not be written, and what to do about it."""
    why = (error.strerror or str(error)).lower()
    remedy = "Nothing is lost. Free some space, or check the folder's permissions, and try again."
    if isinstance(error, FileExistsError | IsADirectoryError | NotADirectoryError):
        remedy = "Something else is in its place, or in its folder's: rename that, and try again."
    return UsageError(f"{path} cannot be written: {why}.", remedy)


def read(path: Path) -> bytes:
    """The content of a file that is there.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return regular.own(path)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(
            f"{path} cannot be read: {why}.", "Check its permissions, and try again."
        ) from None


def remove(path: Path) -> None:
    """Remove a file, if it is there. Raises UsageError when it cannot be."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from None


def write_json(path: Path, value: Any, lasting: bool = True) -> None:
    write(path, json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n", lasting)


def read_json(path: Path) -> Any:
    """The value in a JSON file.

    Raises:
        FileNotFoundError: there is none.
        ValueError: it cannot be read as JSON, whatever the reason.
    """
    try:
        return json.loads(regular.own(path))
    except FileNotFoundError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        raise ValueError(f"{path}: {error}") from None


def put_aside(path: Path) -> Path:
    """Rename a file that cannot be read, so that it is not lost; where it is then.

    In a folder that cannot be written to it stays, and nothing will be written over it.
    """
    number = 1
    while (aside := path.with_name(f"{path.stem}.unreadable-{number}{path.suffix}")).exists():
        number += 1
    try:
        return path.replace(aside)
    except OSError:
        return path


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder's state for one command at a time.

    Raises:
        UsageError: another command holds it for longer than :data:`BUSY` seconds.
    """
    lock = FileLock(folder / "lock", timeout=BUSY)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise UsageError(
            "Another course command is at work in this workspace.",
            "Wait until it has ended, and try again.",
        ) from None
    except OSError as error:
        raise cannot_write(folder / "lock", error) from None
    try:
        yield
    finally:
        lock.release()
