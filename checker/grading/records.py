"""Where each learner stands: every attempt, which one counts for what, and how it came to be."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from checker.curriculum import Lesson, bundled
from checker.grading import credit
from checker.grading.standing import Rules, Standing, Try
from checker.grading.tables import AttemptRow, OverrideRow, VerdictRow
from checker.grading.worker import VERDICTS, Verdict

Judgings = Sequence[tuple[AttemptRow, VerdictRow]]
"""A learner's attempts, the oldest first, with the newest verdict on each."""


@dataclass(frozen=True)
class Attempt:
    """One time that a learner handed in, and the newest verdict on it.

    Args:
        scores: points by lesson id, of those that were handed in.
        late: those of them that were due before.
        counts: those of them whose grade is from this attempt.
    """

    submitted: datetime
    path: str
    verdict: Verdict
    scores: dict[str, float]
    late: tuple[str, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """One learner: the grade by lesson id, and every attempt, the oldest first.

    ``standings`` say how each grade comes to be, ``counted`` which attempt's verdict on a
    lesson is the one to show: that of the grade, or would be without points by hand.
    ``credit`` has the points of each step in those verdicts.
    """

    learner: str
    points: dict[str, float]
    attempts: tuple[Attempt, ...]
    overrides: tuple[OverrideRow, ...]
    standings: dict[str, Standing]
    counted: dict[str, Attempt]
    by_checks: bool
    credit: dict[str, float]

    def total(self, lessons: Sequence[Lesson]) -> float:
        """Points in these lessons together."""
        return sum(self.points.get(lesson.id, 0.0) for lesson in lessons)


def scores(verdict: VerdictRow, rules: Rules) -> dict[str, float]:
    """Points by lesson, of those that were handed in."""
    report = opened(verdict.body).report if rules.by_checks else None
    if report is None:
        return verdict.scores
    found = credit.scores(report, free())
    return {lesson: found[lesson] for lesson in verdict.scores}


@lru_cache(maxsize=1)
def free() -> credit.Free:
    """Of the course that is here."""
    return {lesson.id: lesson.free for lesson in bundled().lessons}


def standings(
    learner: str, judged: Judgings, rules: Rules, overrides: Sequence[OverrideRow]
) -> dict[str, Standing]:
    """Every grade of a learner. Nothing else decides which attempt counts."""
    tries: dict[str, list[Try]] = defaultdict(list)
    for attempt, verdict in judged:
        for lesson, points in scores(verdict, rules).items():
            tries[lesson].append(Try(attempt.submitted, points, attempt.id))
    return rules.standings(learner, tries, {row.lesson: row.points for row in overrides})


def record(
    learner: str,
    judged: Judgings,
    rules: Rules,
    points: dict[str, float],
    overrides: Sequence[OverrideRow],
) -> Record:
    """All of one learner; ``points`` are the grades that are written down."""
    found = standings(learner, judged, rules, overrides)
    attempts = {row.id: _attempt(row, verdict, rules, found) for row, verdict in judged}
    counted = {lesson: attempts[one.of.attempt] for lesson, one in found.items() if one.of}
    return Record(
        learner,
        points,
        tuple(attempts.values()),
        tuple(overrides),
        found,
        counted,
        rules.by_checks,
        _credit(counted, rules),
    )


def _credit(counted: Mapping[str, Attempt], rules: Rules) -> dict[str, float]:
    """Points by step, of the verdicts that count."""
    steps: dict[str, float] = {}
    for lesson, attempt in counted.items():
        for result in attempt.verdict.report.lessons if attempt.verdict.report else ():
            if result.id == lesson and rules.by_checks:
                steps |= credit.of_lesson(result, free().get(lesson, {}))
            elif result.id == lesson:
                steps |= {step.id: float(step.points) for step in result.steps}
    return steps


def _attempt(
    row: AttemptRow, verdict: VerdictRow, rules: Rules, standings: Mapping[str, Standing]
) -> Attempt:
    mine = {
        lesson
        for lesson, one in standings.items()
        if one.of and one.of.attempt == row.id and not one.by_hand
    }
    return Attempt(
        row.submitted,
        row.path,
        opened(verdict.body),
        scores(verdict, rules),
        tuple(one for one in verdict.scores if rules.late(row.learner, one, row.submitted)),
        tuple(one for one in verdict.scores if one in mine),
    )


def packed(verdict: Verdict) -> bytes:
    """A verdict as a row holds it."""
    return zlib.compress(VERDICTS.dump_json(verdict))


def opened(body: bytes) -> Verdict:
    """The verdict that a row holds."""
    return VERDICTS.validate_json(zlib.decompress(body))
