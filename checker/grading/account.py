"""How one learner's points come to be, lesson by lesson, and which of them a person gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from checker.curriculum import Lesson
from checker.grading.records import Record
from checker.grading.standing import Rules
from checker.pages.classroom import Account, Override


def accounts(record: Record, lessons: Sequence[Lesson], due: Rules) -> dict[str, Account]:
    """By lesson id: earned, less what is late, with what a person gave, is what counts."""
    return {lesson.id: _account(record, lesson.id, due) for lesson in lessons}


def _account(record: Record, lesson: str, rules: Rules) -> Account:
    counts = record.points.get(lesson, 0.0)
    due, own = _due(record.learner, lesson, rules)
    standing = record.standings.get(lesson)
    if standing is None:
        return Account(counts, due=due, own=own)
    earned = standing.of.points if standing.of else 0.0
    if not standing.by_hand:
        return Account(earned, round(earned - counts, 2), due=due, own=own)
    worth = standing.judged
    return Account(earned, round(earned - worth, 2), round(counts - worth, 2), due, own)


def _due(learner: str, lesson: str, rules: Rules) -> tuple[datetime | None, bool]:
    """When a lesson is due for a learner, and whether that is an extension of their own."""
    common, *own = rules.dues(learner, lesson) or (None,)
    if common is None:
        return None, False
    later = [due.when for due in own if due and due.when > common.when]
    return (later[0], True) if later else (common.when, False)


def in_force(record: Record, lessons: Sequence[Lesson]) -> tuple[Override, ...]:
    """The points by hand that hold now: the newest of each lesson, if not taken back."""
    newest = {row.lesson: row for row in record.overrides}
    return tuple(
        Override(_words(lesson, points), row.reason, row.author, row.at)
        for lesson in lessons
        if (row := newest.get(lesson.id)) and (points := row.points) is not None
    )


def _words(lesson: Lesson, points: float) -> str:
    return f"lesson {lesson.number} counts {points:g} of {lesson.max_points} points"
