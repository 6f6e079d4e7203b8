"""From attempts, deadlines and overrides to a grade: the rules, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True)
class Try:
    """What one attempt gives for one lesson; ``attempt`` is its id."""

    submitted: datetime
    points: float
    attempt: int = 0


@dataclass(frozen=True)
class Due:
    """``per_day``: the share that each day begun after ``when`` takes off, from 0 to 1."""

    when: datetime
    per_day: float

    def before(self, submitted: datetime) -> bool:
        """Whether something that was handed in then is late."""
        return submitted > self.when


@dataclass(frozen=True)
class Standing:
    """``points``, and which of the tries counts (None: there is none).

    Args:
        by_hand: a person gave the points; they are not from ``of``.
        late: ``of`` came after the lesson was due.
        kept: the share of its points that the deadline has left, from 0 to 1.
    """

    points: float
    of: Try | None = None
    by_hand: bool = False
    late: bool = False
    kept: float = 1.0


@dataclass(frozen=True)
class Deadline:
    """When something is due: for one learner or all (None), one lesson or all (None)."""

    learner: str | None
    lesson: str | None
    due: Due


@dataclass(frozen=True)
class Rules:
    """What holds now.

    Args:
        deadlines: every one ever set, the oldest first.
        counts: which attempt does, ``best`` or ``latest``.
        by_checks: a step that does not pass gives a share of its points.
    """

    deadlines: tuple[Deadline, ...] = ()
    counts: str = "best"
    by_checks: bool = False

    def due(self, learner: str, lesson: str) -> Due | None:
        """The newest of those that fit best: the learner's own before one for all."""
        fits = [
            (one.learner is not None, one.lesson is not None, number)
            for number, one in enumerate(self.deadlines)
            if one.learner in {None, learner} and one.lesson in {None, lesson}
        ]
        return self.deadlines[max(fits)[-1]].due if fits else None

    def late(self, learner: str, lesson: str, submitted: datetime) -> bool:
        """Whether a lesson was due before."""
        due = self.due(learner, lesson)
        return due is not None and due.before(submitted)

    def standings(
        self,
        learner: str,
        tries: Mapping[str, Sequence[Try]],
        given: Mapping[str, float | None],
    ) -> dict[str, Standing]:
        """One learner's grades by lesson.

        Args:
            given: points by hand; None where they were taken back.
        """
        return {
            lesson: stand(
                tries.get(lesson, ()), self.due(learner, lesson), self.counts, given.get(lesson)
            )
            for lesson in sorted({*tries, *given})
        }


def kept_share(submitted: datetime, due: Due | None) -> float:
    """What is left of the points, from 0 to 1. A second late is a day begun."""
    if due is None or not due.before(submitted):
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
    kept = [kept_share(one.submitted, due) for one in ordered]
    worth = [round(one.points * share, 2) for one, share in zip(ordered, kept, strict=True)]
    found = Standing(0.0)
    if ordered:
        place = len(worth) - 1 if counts == "latest" else worth.index(max(worth))
        late = due is not None and due.before(ordered[place].submitted)
        found = Standing(worth[place], ordered[place], late=late, kept=kept[place])
    return found if override is None else replace(found, points=override, by_hand=True)
