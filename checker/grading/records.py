"""Where each learner stands: every attempt, which one counts for what, and how it came to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from checker.curriculum import Lesson
from checker.grading import credit
from checker.grading.judging import Judging, arrivals, free
from checker.grading.standing import Rules, Standing, Try
from checker.grading.tables import OverrideRow
from checker.grading.troubles import reason
from checker.grading.worker import Verdict


@dataclass(frozen=True)
class Attempt:
    """One time that a learner handed in, and the newest verdict on each lesson of it.

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

    @property
    def broken(self) -> str:
        """Why what was handed in last could not be read; "" where it could."""
        return reason(self.attempts[-1].verdict.problem)

    @property
    def unread(self) -> str:
        """Why there is no grade, for nothing could be read; "" where there is one."""
        if self.points or any(one.verdict.report for one in self.attempts):
            return ""
        return self.broken

    def total(self, lessons: Sequence[Lesson]) -> float:
        """Points in these lessons together."""
        return sum(self.points.get(lesson.id, 0.0) for lesson in lessons)


def standings(
    learner: str, judged: Sequence[Judging], rules: Rules, overrides: Sequence[OverrideRow]
) -> dict[str, Standing]:
    """Every grade of a learner. Nothing else decides which attempt counts."""
    tries: dict[str, list[Try]] = defaultdict(list)
    since = arrivals(judged)
    for one in judged:
        row = one.attempt
        for lesson, points in one.scores(rules.by_checks).items():
            tries[lesson].append(Try(row.submitted, points, row.id, since.get((row.id, lesson))))
    return rules.standings(learner, tries, {row.lesson: row.points for row in overrides})


def record(
    learner: str,
    judged: Sequence[Judging],
    rules: Rules,
    points: dict[str, float],
    overrides: Sequence[OverrideRow],
) -> Record:
    """All of one learner; ``points`` are the grades that are written down."""
    found = standings(learner, judged, rules, overrides)
    since = arrivals(judged)
    attempts = {one.attempt.id: _attempt(one, rules, found, since) for one in judged}
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
    judging: Judging,
    rules: Rules,
    standings: Mapping[str, Standing],
    since: Mapping[tuple[int, str], datetime],
) -> Attempt:
    row = judging.attempt
    scores = judging.scores(rules.by_checks)
    came = {lesson: since.get((row.id, lesson), row.submitted) for lesson in scores}
    mine = {
        lesson
        for lesson, one in standings.items()
        if one.of and one.of.attempt == row.id and not one.by_hand
    }
    return Attempt(
        row.submitted,
        row.path,
        judging.verdict,
        scores,
        tuple(one for one in scores if rules.late(row.learner, one, came[one])),
        tuple(one for one in scores if one in mine),
    )
