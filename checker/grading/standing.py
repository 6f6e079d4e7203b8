"""From attempts, deadlines and overrides to a grade: the rules, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True)
class Try:
    """What one attempt gives for one lesson."""

    submitted: datetime
    points: float


@dataclass(frozen=True)
class Due:
    """``per_day``: the share that each day begun after ``when`` takes off, from 0 to 1."""

    when: datetime
    per_day: float


@dataclass(frozen=True)
class Standing:
    """``points``, and which of the tries they are from (None: from none of them)."""

    points: float
    of: Try | None = None


def kept_share(submitted: datetime, due: Due | None) -> float:
    """What is left of the points, from 0 to 1. A second late is a day begun."""
    if due is None or submitted <= due.when:
        return 1.0
    days = ceil((submitted - due.when) / timedelta(days=1))
    return max(0.0, 1.0 - days * due.per_day)


def stand(
    tries: Sequence[Try], due: Due | None, counts: str, override: float | None = None
) -> Standing:
    """The grade for one lesson, rounded to two decimals.

    Args:
        counts: ``best`` or ``latest``; of equals, the earliest.
        override: points a person gave; no deadline takes any of them.
    """
    ordered = sorted(tries, key=lambda one: one.submitted)
    worth = [round(one.points * kept_share(one.submitted, due), 2) for one in ordered]
    found = Standing(0.0)
    if ordered:
        place = len(worth) - 1 if counts == "latest" else worth.index(max(worth))
        found = Standing(worth[place], ordered[place])
    return found if override is None else Standing(override, found.of)
