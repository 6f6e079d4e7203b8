"""From attempts, deadlines and overrides to a grade: the rules, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil

from checker.formats.cells import rounded

Scope = tuple[str | None, str | None]
"""Whom and which lesson a deadline is about; None: all."""
NOTHING_LEFT = 1.0
"""What a day takes off when nobody has ever said: late work gets no points."""


@dataclass(frozen=True)
class Try:
    """What one attempt gives for one lesson; ``attempt`` is its id.

    ``since``: when this content first came in, if that was before ``submitted``.
    """

    submitted: datetime
    points: float
    attempt: int = 0
    since: datetime | None = None

    @property
    def came(self) -> datetime:
        """The moment that a deadline looks at."""
        return self.since or self.submitted


@dataclass(frozen=True)
class Due:
    """``per_day``: the share that each day begun after ``when`` takes off, from 0 to 1.

    ``own``: it is the learner's alone.
    """

    when: datetime
    per_day: float
    own: bool = False

    def days(self, came: datetime) -> int:
        """Days begun after it: a second late is one."""
        return max(0, ceil((came - self.when) / timedelta(days=1)))

    def kept(self, came: datetime) -> float:
        """What is left of the points, from 0 to 1."""
        return max(0.0, 1.0 - self.days(came) * self.per_day)


@dataclass(frozen=True)
class Standing:
    """``points``, and which of the tries counts (None: there is none).

    Args:
        by_hand: a person gave the points; they are not from ``of``.
        judged: the points without those by hand.
        due: the deadline that ``of`` is measured by.
    """

    points: float
    of: Try | None = None
    by_hand: bool = False
    judged: float = 0.0
    due: Due | None = None

    @property
    def days(self) -> int:
        """Days begun after the lesson was due, when ``of`` came in."""
        return self.due.days(self.of.came) if self.due and self.of else 0

    @property
    def late(self) -> bool:
        """Whether ``of`` came after the lesson was due."""
        return self.days > 0

    @property
    def kept(self) -> float:
        """The share of its points that the deadline has left, from 0 to 1."""
        return self.due.kept(self.of.came) if self.due and self.of else 1.0

    @property
    def hides_better(self) -> bool:
        """Whether the points by hand are fewer than there would be without them."""
        return self.by_hand and self.judged > self.points


@dataclass(frozen=True)
class Deadline:
    """When something is due: for one learner or all (None), one lesson or all (None).

    ``per_day`` as in :class:`Due`; None: as for everybody.
    """

    learner: str | None
    lesson: str | None
    when: datetime
    per_day: float | None

    @property
    def scope(self) -> Scope:
        return self.learner, self.lesson


@dataclass(frozen=True)
class Rules:
    """What holds now.

    Args:
        deadlines: one for each scope.
        counts: which attempt does, ``best`` or ``latest``.
        by_checks: a step that does not pass gives a share of its points.
    """

    deadlines: Mapping[Scope, Deadline] = field(default_factory=dict)
    counts: str = "best"
    by_checks: bool = False

    def fitting(self, learner: str | None, lesson: str | None) -> Deadline | None:
        """One about this lesson before one about all; of the learner alone, or of everybody."""
        return self.deadlines.get((learner, lesson)) or self.deadlines.get((learner, None))

    def dues(self, learner: str | None, lesson: str | None) -> tuple[Due, ...]:
        """When it is due: for everybody, and for the learner.

        What gives more counts, so that an extension never gives less than everybody has.
        Where nothing is due for everybody, nothing is due.
        """
        common = self.fitting(None, lesson)
        if common is None:
            return ()
        own = self.fitting(learner, lesson) if learner else None
        late = NOTHING_LEFT if common.per_day is None else common.per_day
        found = Due(common.when, late)
        if own is None:
            return (found,)
        return found, Due(own.when, late if own.per_day is None else own.per_day, own=True)

    def late(self, learner: str, lesson: str, came: datetime) -> bool:
        """Whether a lesson was due before, for everybody and for the learner."""
        due = measure(self.dues(learner, lesson), came)
        return due is not None and due.days(came) > 0

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
                tries.get(lesson, ()), self.dues(learner, lesson), self.counts, given.get(lesson)
            )
            for lesson in sorted({*tries, *given})
        }


def measure(dues: Sequence[Due], came: datetime) -> Due | None:
    """The one that leaves most; of equals, the last moment."""
    return max(dues, key=lambda due: (due.kept(came), due.when), default=None)


def stand(
    tries: Sequence[Try], dues: Sequence[Due], counts: str, override: float | None = None
) -> Standing:
    """The grade for one lesson, rounded to two decimals, a half up.

    Args:
        counts: ``best`` or ``latest``; of equals, the earliest.
        override: points a person gave; no deadline takes any of them.
    """
    found = [_worth(one, dues) for one in sorted(tries, key=lambda one: one.submitted)]
    if not found:
        standing = Standing(0.0)
    elif counts == "latest":
        standing = found[-1]
    else:
        standing = max(found, key=lambda one: one.points)
    return standing if override is None else replace(standing, points=override, by_hand=True)


def _worth(one: Try, dues: Sequence[Due]) -> Standing:
    """The grade if this try alone counted."""
    due = measure(dues, one.came)
    points = rounded(one.points * (due.kept(one.came) if due else 1.0))
    return Standing(points, one, judged=points, due=due)
