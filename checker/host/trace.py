"""Says where in the learner's files something happened, as plain data."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

MAX_TEXT = 4000


def describe(error: BaseException, learner: Path) -> dict[str, Any]:
    """Type, message and the learner's own frames of an exception, outermost first."""
    told: dict[str, Any] = {
        "type": type(error).__name__,
        "message": _text(error),
        "frames": _frames(error, learner),
    }
    cause = error.__cause__ or error.__context__
    if not told["frames"] and cause is not None:
        told["frames"] = _frames(cause, learner)
    if isinstance(error, SyntaxError):
        told |= {"file": error.filename, "line": error.lineno, "text": error.text}
        told["message"] = error.msg
    if isinstance(error, ImportError):
        told["name"] = error.name
        told["wanted"] = getattr(error, "name_from", None)
        told["offered"] = sorted(vars(sys.modules.get(error.name or "", object)))[:2000]
    if isinstance(error, SystemExit):
        told["code"] = error.code if isinstance(error.code, int | str | None) else 1
    return told


def _text(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT]
    except Exception:
        return "(its message cannot be shown)"


def _frames(error: BaseException, learner: Path) -> list[dict[str, Any]]:
    found = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(str(learner)):
            found.append(_place(frame, line))
    return found[-20:]


def _place(frame: FrameType, line: int | None = None) -> dict[str, Any]:
    return {
        "file": frame.f_code.co_filename,
        "line": line or frame.f_lineno,
        "function": frame.f_code.co_name,
    }


def stacks(learner: Path, loop: asyncio.AbstractEventLoop | None) -> list[dict[str, Any]]:
    """The innermost learner frame of every thread and of every waiting task."""
    places = []
    for frame in sys._current_frames().values():
        places += _innermost(_outwards(frame), learner)
    for task in asyncio.all_tasks(loop) if loop else ():
        places += _innermost(reversed(list(_awaited(task.get_coro()))), learner)
    return places


def _innermost(frames: Iterator[FrameType], learner: Path) -> list[dict[str, Any]]:
    for frame in frames:
        if frame.f_code.co_filename.startswith(str(learner)):
            return [_place(frame)]
    return []


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _awaited(coroutine: Any) -> Iterator[FrameType]:
    """The frames of a suspended coroutine, from the outermost to what it waits in."""
    for _ in range(500):
        for kind in ("cr", "gi", "ag"):
            frame = getattr(coroutine, f"{kind}_frame", None)
            if frame is not None:
                yield frame
                name = f"{kind}_yieldfrom" if kind == "gi" else f"{kind}_await"
                coroutine = getattr(coroutine, name, None)
                break
        else:
            return
