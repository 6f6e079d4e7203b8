"""Says where in the learner's files something happened, as plain data."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

MAX_TEXT = 4000


def describe(error: BaseException, learner: Path) -> dict[str, Any]:
    """Type, message and the learner's own frames of an exception, outermost first.

    The exception's class may be the learner's, so nothing that is asked of it can be
    relied on, not even that it answers.
    """
    told: dict[str, Any] = {
        "type": str(type.__getattribute__(type(error), "__name__")),
        "message": _text(error),
        "frames": _frames(_blamed(error, learner), learner),
    }
    for kind, more in _MORE:
        if isinstance(error, kind):
            with contextlib.suppress(Exception):
                told |= more(error)
    return told


def _syntax(error: Any) -> dict[str, Any]:
    line = error.lineno if isinstance(error.lineno, int) else None
    return {"file": str(error.filename or ""), "line": line, "message": str(error.msg)[:MAX_TEXT]}


def _import(error: Any) -> dict[str, Any]:
    told = {"name": error.name, "wanted": getattr(error, "name_from", None) or _wanted(error)}
    named = {key: value if isinstance(value, str) else None for key, value in told.items()}
    module = sys.modules.get(named["name"] or "")
    return named | {"offered": sorted(map(str, vars(module)))[:2000] if module else []}


def _wanted(error: Any) -> str | None:
    """The name in "cannot import name 'X' from …": an attribute only since Python 3.12."""
    found = re.match(r"cannot import name '([^']{1,200})'", str(error.msg))
    return found[1] if found else None


_CLASS: Any = type.__dict__["__dict__"]
"""A class's own names, whatever its metaclass would say."""


def _attribute(error: Any) -> dict[str, Any]:
    """The name that is not there, and those that are: without asking the object itself."""
    kind, own = type(error.obj), {}
    with contextlib.suppress(AttributeError):
        own = object.__getattribute__(error.obj, "__dict__")
    inherited = [name for base in type.mro(kind) for name in _CLASS.__get__(base)]
    return _name(error, [*own, *inherited])


def _unknown_name(error: Any) -> dict[str, Any]:
    frame = [frame for frame, _ in traceback.walk_tb(error.__traceback__)][-1]
    return _name(error, [*frame.f_locals, *frame.f_globals])


def _name(error: Any, names: list[Any]) -> dict[str, Any]:
    offered = {name for name in names if type(name) is str and not name.startswith("_")}
    return {"name": error.name, "offered": sorted(offered)[:2000]}


def _exit(error: Any) -> dict[str, Any]:
    code = error.code
    return {"code": code if isinstance(code, int) else 0 if code is None else str(code)[:MAX_TEXT]}


_MORE: tuple[tuple[type[BaseException], Callable[[Any], dict[str, Any]]], ...] = (
    (SyntaxError, _syntax),
    (ImportError, _import),
    (AttributeError, _attribute),
    (NameError, _unknown_name),
    (SystemExit, _exit),
)


def _text(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT]
    except BaseException:
        return "(its message cannot be shown)"


def _blamed(error: BaseException, learner: Path) -> BaseException:
    """The first that went through the learner's code, of an exception and its causes."""
    seen = error
    for _ in range(20):
        inner = BaseException.__getattribute__(seen, "__cause__")
        inner = inner or BaseException.__getattribute__(seen, "__context__")
        if isinstance(seen, BaseExceptionGroup) and len(seen.exceptions) == 1:
            inner = seen.exceptions[0]
        if inner is None or _frames(seen, learner):
            return seen if _frames(seen, learner) else error
        seen = inner
    return error


def _frames(error: BaseException, learner: Path) -> list[dict[str, Any]]:
    found = []
    trace = BaseException.__getattribute__(error, "__traceback__")
    for frame, line in traceback.walk_tb(trace):
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
