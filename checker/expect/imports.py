"""What is wrong with an import that fails, and how it is written instead."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Sequence
from typing import Any

from checker.curriculum import Lesson
from checker.expect import libraries
from checker.expect.places import Place, Places
from checker.report import LessonError

_PACKAGES = (
    "fastapi",
    "jose",
    "passlib",
    "pydantic",
    "pydantic_settings",
    "sqlalchemy",
    "starlette",
    "uvicorn",
)
"""What the course's code imports, beside Python's own."""


def failed(
    error: dict[str, Any], message: str, place: Place, lesson: Lesson, places: Places
) -> LessonError:
    """For an ImportError that the host described, raised at a place."""
    name, wanted = error["name"] or "", error["wanted"]
    if "partially initialized module" in message:
        text, advice = _circle(name, wanted or "", place)
    elif wanted:
        text, advice = _no_such_name(name, wanted, error["offered"], lesson, places)
    elif name:
        text, advice = _no_such_module(name, lesson, places, place)
    else:
        text, advice = message or "it does not say why", "open that line"
    return LessonError("import", f"The import failed: {text}.", place.file, place.line, advice)


def _circle(module: str, wanted: str, place: Place) -> tuple[str, str]:
    other, here = module.rpartition(".")[2], place.file.rpartition("/")[2] or "this file"
    what = f": it has no `{wanted}` yet" if wanted else ""
    return (
        f"{here} and {other}.py import each other, so {other}.py is not finished{what}",
        f"take this import out: {other}.py imports {here}, and not the other way round",
    )


def _no_such_name(
    module: str, wanted: str, offered: Sequence[str], lesson: Lesson, places: Places
) -> tuple[str, str]:
    owner = f"`{module.removeprefix(f'lessons.{lesson.id}.')}`"
    if module == f"lessons.{lesson.id}":
        owner, offered = "this lesson", places.modules(lesson.given.modules)
    text, statement = f"{owner} has no `{wanted}`", libraries.imported(wanted)
    if statement and module != libraries.HOMES.get(wanted) and not module.startswith("lessons."):
        return text, f"write: {statement}"
    close = difflib.get_close_matches(wanted, offered, n=1)
    return text, f"did you mean `{close[0]}`?" if close else f"look into {owner} for its names"


def _no_such_module(name: str, lesson: Lesson, places: Places, place: Place) -> tuple[str, str]:
    own = f"lessons.{lesson.id}."
    short = name.removeprefix(own)
    top = short.partition(".")[0]
    text = f"there is no module called `{short}`"
    mine = places.modules(lesson.given.modules)
    if not name.startswith(own) and top in mine:
        return text, _dotted(top, places.text(place), places.depth(place))
    known = mine if name.startswith(own) else [*_PACKAGES, *sys.stdlib_module_names, *mine]
    close = difflib.get_close_matches(top, known, n=1, cutoff=0.7)
    if close and close[0] == top:
        return text, f"check the part after `{top}.`"
    if close:
        return text, f"did you mean `{close[0]}`?"
    if name.startswith(own):
        return text, f"this lesson's modules are {', '.join(lesson.given.modules) or 'main'}"
    return text, f"`{top}` is not installed; the course does not need it: take the import out"


def _dotted(top: str, line: str, depth: int) -> str:
    """How a file of the lesson's own is imported: with a dot for each folder on the way."""
    if top == "main":
        return "no file needs main.py: it imports the others, and takes in their routers"
    dots = "." * (depth + 1)
    found = re.match(r"\s*from\s+([\w.]+)\s+import\s+(.{1,100})", line)
    if found:
        return f"a file of the lesson's own has a dot in front: from {dots}{found[1]} import …"
    return f"a file of the lesson's own has a dot in front: from {dots} import {top}"
