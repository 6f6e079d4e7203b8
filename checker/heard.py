"""What a host says, taken in with bounds: it has passed through the learner's process.

A message either has the shape that the judge reads on, or is dropped. Nothing here
makes it true: see the threat model in :mod:`checker.host`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checker.host.wire import Message

MAX_NAME = 200
MAX_TEXT = 4_000
MAX_PORT = 65_535
MAX_LINE = 1_000_000
"""The largest line number that is believed."""


def event(message: Message) -> Message | None:
    """The event in a message, with each key that is read there and of its type, or None."""
    kind = message.get("event")
    if not isinstance(kind, str):
        return None
    read = _EVENTS.get(kind, dict)
    found = read(message)
    return None if found is None else message | found


def place(told: Any) -> Message | None:
    """``{"file", "line", "function"}``, or None."""
    if not isinstance(told, dict) or not isinstance(told.get("file"), str):
        return None
    function = _text(told.get("function"), MAX_NAME)
    return {"file": told["file"][:MAX_TEXT], "line": _line(told), "function": function}


def places(told: Any) -> list[Message]:
    """Those of a list that are places; at most 200."""
    found = (place(item) for item in told[:200]) if isinstance(told, list) else ()
    return [item for item in found if item]


def error(told: Any) -> Message | None:
    """A described exception, as :func:`checker.host.trace.describe` makes it, or None."""
    if not isinstance(told, dict):
        return None
    found: Message = {
        "type": _text(told.get("type"), MAX_NAME) or "Exception",
        "message": _text(told.get("message"), MAX_TEXT),
        "frames": places(told.get("frames")),
    }
    if isinstance(told.get("file"), str):
        found["file"] = told["file"][:MAX_TEXT]
    if "line" in told:
        found["line"] = _line(told)
    for key in ("name", "wanted"):
        found[key] = _text(told.get(key), MAX_NAME) or None
    found["offered"] = _names(told.get("offered"))
    code = told.get("code")
    found["code"] = code if isinstance(code, int) else _text(code, MAX_TEXT) or None
    return found


def _called(told: Message) -> Message | None:
    if not (isinstance(told.get("name"), str) and isinstance(told.get("args"), list)):
        return None
    if not isinstance(told.get("kwargs"), dict):
        return None
    kept = {key: told[key] for key in ("name", "args", "kwargs")}
    on_loop = told.get("on_server_loop") is True
    return kept | {"on_server_loop": on_loop, "caller": place(told.get("caller"))}


def _raised(told: Message) -> Message:
    words = {key: _text(told.get(key), MAX_NAME) for key in ("scope", "method", "path")}
    return words | {"error": error(told.get("error"))}


def _logged(told: Message) -> Message:
    words = {key: _text(told.get(key), MAX_TEXT) for key in ("level", "logger", "message")}
    return words | {"error": error(told.get("error")), "caller": place(told.get("caller"))}


def _ready(told: Message) -> Message:
    port = told.get("port")
    right = isinstance(port, int) and 0 < port <= MAX_PORT
    return {"port": port if right else None}


def _failed(told: Message) -> Message:
    return {
        "phase": _text(told.get("phase"), MAX_NAME),
        "error": error(told.get("error")),
        "others": _names(told.get("others")),
        "found": _text(told.get("found"), MAX_NAME) or None,
    }


_EVENTS: dict[str, Callable[[Message], Message | None]] = {
    "called": _called,
    "returned": _called,
    "raised": _raised,
    "passed": _raised,
    "logged": _logged,
    "ready": _ready,
    "failed": _failed,
}


def _text(value: Any, most: int) -> str:
    return value[:most] if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:
    items = value[:2_000] if isinstance(value, list) else ()
    return [item for item in items if isinstance(item, str) and len(item) <= MAX_NAME]


def _line(told: Message) -> int | None:
    line = told.get("line")
    right = isinstance(line, int) and not isinstance(line, bool) and 0 < line <= MAX_LINE
    return line if right else None
