"""What does not fit its response model, out of FastAPI's long message about it."""

from __future__ import annotations

import re

MAX_VALUE = 60
"""How much is shown of a value that does not fit."""
_ERROR = re.compile(
    r"'loc': \((?P<place>[^)]*)\), 'msg': (?P<quote>['\"])(?P<why>.*?)(?P=quote)"
    r"(?:, 'input': (?P<input>\S.*))?"
)
_QUOTED = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
_MODULES = re.compile(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")


def first(text: str) -> str:
    """Place, reason and value of the first error in FastAPI's message; "" where there is none."""
    found = _ERROR.search(text)
    if found is None:
        return ""
    parts = [part.strip(" '") for part in found["place"].split(",")]
    told = f" (it is {_value(found['input'])})" if found["input"] else ""
    return f"{'.'.join(filter(None, parts))}: {found['why']}{told}"


def _value(text: str) -> str:
    """The value that a text in Python's notation begins with, cut if it is long.

    Modules are left out: ``lessons.main.Model(…)`` is ``Model(…)``.
    """
    depth, quote, end = 0, "", len(text)
    for number, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote and text[number - 1] != "\\" else quote
        elif letter in "'\"":
            quote = letter
        elif depth == 0 and letter in ",}":
            end = number
            break
        else:
            depth += (letter in "([{<") - (letter in ")]}>")
    parts = _QUOTED.split(text[:end])
    parts[::2] = [_MODULES.sub("", part) for part in parts[::2]]
    value = "".join(parts)
    return value if len(value) <= MAX_VALUE else f"{value[:MAX_VALUE]} …"
