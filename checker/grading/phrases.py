"""Words for points, times and rules, the same wherever people read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from checker.curriculum import Lesson


def clock(when: datetime) -> str:
    """``2026-12-01 23:59:00+01:00``, in the zone of this machine; commands take it back."""
    return when.astimezone().isoformat(" ", "seconds")


def count(number: int, one: str) -> str:
    """``1 grade``, ``2 grades``."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def amount(points: float | None) -> str:
    """``1 point``, ``2.5 points``, or ``nothing`` for no grade."""
    return "nothing" if points is None else f"{points:g} point{'s' * (points != 1)}"


def lesson(lessons: Sequence[Lesson], wanted: str | None) -> str:
    """``lesson 2 (Request handling)``; None means all; one of another course by its id."""
    if wanted is None:
        return "all lessons"
    found = next((one for one in lessons if one.id == wanted), None)
    return f"lesson {found.number} ({found.title})" if found else wanted


def whom(learner: str | None) -> str:
    """A learner; None means everybody."""
    return learner or "everybody"


def late(per_day: float | None) -> str:
    """What late work costs, to be read behind ``late:``."""
    if per_day is None:
        return "as for everybody"
    if per_day >= 1:
        return "no points"
    if per_day <= 0:
        return "nothing off"
    return f"{percent(per_day)} off for each day begun"


def percent(share: float) -> str:
    """``12.5 %`` for 0.125."""
    return f"{share * 100:g} %"
