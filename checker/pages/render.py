"""Fills the pages' templates: everything is escaped, and nothing is loaded or run.

A page is one file. Its policy lets the browser use the one style sheet in it and nothing
else: no script, no picture, no request, whatever a learner has written somewhere.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from checker import plain
from checker.certificate import day
from checker.pages.charts import moment, stamp
from checker.report import Failure, LessonError

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_PRINTED = 40
"""Lines of what a program printed that are shown."""
_ON_PAPER = 6
"""The last so many of them are on paper too."""


def fill(template: str, **values: Any) -> str:
    """A page as HTML, with its own style sheet and that of all pages inside."""
    styles = [_TEMPLATES / "pages.css", (_TEMPLATES / template).with_suffix(".css")]
    style = "\n" + "".join(path.read_text("utf-8") for path in styles)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    values |= {"style": Markup(style), "policy": Markup(policy)}  # both are ours
    return _environment().get_template(template).render(values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters |= {"number": number, "percent": percent, "moment": moment, "day": day}
    environment.filters |= {
        "stamp": stamp,
        "change": change,
        "printed": printed,
        "slug": slug,
        "place": place,
    }
    return environment


def _harmless(value: Any) -> Any:
    """What is put into a page, without letters that can do harm; our own marks stay."""
    return (
        plain.lines(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
    )


def number(value: float) -> str:
    """Points as people write them: 12 or 12.5."""
    return f"{round(value, 2):g}" if abs(value) < 1e6 else f"{value:.0f}"


def percent(value: float) -> str:
    """A share from 0 to 1; only what is all of it is 100 %, only what is nothing is 0 %."""
    rounded = round(value * 100)
    if rounded in {0, 100} and value not in {0, 1}:
        return "under 1 %" if value < 0.5 else "over 99 %"
    return f"{rounded} %"


def change(value: float) -> str:
    """Points that are added or taken away: +2, −1.5, or 0."""
    return number(value).replace("-", "−") if value <= 0 else f"+{number(value)}"


@dataclass(frozen=True)
class Printed:
    """The last lines of what a program printed; ``early`` has those that no paper needs."""

    early: tuple[str, ...]
    last: tuple[str, ...]


def printed(output: str) -> Printed:
    """What to show of it: long lines cut, empty ones left out."""
    lines = [line[:200] for line in output.splitlines()[-_PRINTED:] if line.strip()]
    return Printed(tuple(lines[:-_ON_PAPER]), tuple(lines[-_ON_PAPER:]))


def place(told: Failure | LessonError) -> str:
    return f"{told.file}:{told.line}" if told.line else told.file


def slug(name: str) -> str:
    """An id for a link inside of a page: ``1.2`` is ``1-2``."""
    return name.replace(".", "-")
