"""How long the judge waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """Seconds of wall clock: for one answer, a start, a whole lesson, and one check."""

    answer: float = 5.0
    start: float = 15.0
    lesson: float = 60.0
    check: float = 20.0
