"""A gradebook's standings for programs: JSON, and a row a learner for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from checker.curriculum import Lesson
from checker.formats.cells import amount, guarded, table
from checker.grading import rulebook
from checker.grading.phrases import clock
from checker.grading.records import Attempt, Record
from checker.grading.rulebook import Rulebook, Ruling
from checker.grading.standing import Standing
from checker.grading.tables import ChangeRow, OverrideRow
from checker.grading.troubles import reason

SCHEMA_VERSION = 1


def to_json(records: Sequence[Record], lessons: Sequence[Lesson]) -> dict[str, Any]:
    """Every learner: points that count, and of each lesson what they are made of."""
    return {
        "schema_version": SCHEMA_VERSION,
        "learners": [_learner(record, lessons) for record in records],
    }


def story(
    record: Record, changes: Sequence[ChangeRow], lessons: Sequence[Lesson]
) -> dict[str, Any]:
    """One learner, with every attempt and every change."""
    return {
        "schema_version": SCHEMA_VERSION,
        **_learner(record, lessons),
        "attempts": [_attempt(one) for one in record.attempts],
        "changes": [_change(one) for one in changes],
    }


def to_csv(records: Sequence[Record], lessons: Sequence[Lesson]) -> str:
    """Points in all and in each lesson; numbers of the lessons late, by hand, better without.

    Whose submission could not be read has no points, not even nought.
    """
    marks: dict[str, Callable[[Standing], bool]] = {
        "late": lambda one: one.late and not one.by_hand,
        "by_hand": lambda one: one.by_hand,
        "hides_better": lambda one: one.hides_better,
    }
    most = sum(lesson.max_points for lesson in lessons)
    rows: list[list[object]] = [
        ["learner", "points", "max_points", *(lesson.id for lesson in lessons), *marks]
    ]
    for record in records:
        points = [record.total(lessons), *(record.points.get(le.id, 0.0) for le in lessons)]
        total, *each = ("" if record.unread else amount(one) for one in points)
        found = (_numbers(record, lessons, has) for has in marks.values())
        rows.append([guarded(record.learner), total, most, *each, *found])
    return table(rows)


def changes_csv(changes: Iterable[ChangeRow]) -> str:
    """A row a change of a grade, the oldest first."""
    head = ("at", "learner", "lesson", "old", "new", "why", "author")
    rows = (
        [
            amount(cell) if isinstance(cell, float) else guarded(cell)
            for cell in _change(one).values()
        ]
        for one in changes
    )
    return table([head, *rows])


def rules_json(book: Rulebook) -> dict[str, Any]:
    """Every rule that was ever set, with what became of it."""
    rows: list[Ruling] = [*book.deadlines, *book.given]
    return {
        "schema_version": SCHEMA_VERSION,
        "counts": book.rules.counts,
        "credit": "checks" if book.rules.by_checks else "steps",
        "rules": [_ruling(row, book) for row in rows],
    }


def _numbers(record: Record, lessons: Sequence[Lesson], has: Callable[[Standing], bool]) -> str:
    standings = ((lesson.number, record.standings.get(lesson.id)) for lesson in lessons)
    return " ".join(str(number) for number, one in standings if one and has(one))


def _learner(record: Record, lessons: Sequence[Lesson]) -> dict[str, Any]:
    return {
        "learner": record.learner,
        "points": None if record.unread else record.total(lessons),
        "unread": record.unread or None,
        "max_points": sum(lesson.max_points for lesson in lessons),
        "lessons": [_lesson(record, lesson) for lesson in lessons if lesson.id in record.standings],
    }


def _lesson(record: Record, lesson: Lesson) -> dict[str, Any]:
    standing = record.standings[lesson.id]
    return {
        "id": lesson.id,
        "title": lesson.title,
        "points": record.points.get(lesson.id, 0.0),
        "max_points": lesson.max_points,
        "by_hand": standing.by_hand,
        "without_hand": standing.judged,
        "earned": standing.of.points if standing.of else None,
        "kept": standing.kept,
        "late": standing.late,
        "days_late": standing.days,
        "handed_in": standing.of and clock(standing.of.came),
        "due": standing.due and clock(standing.due.when),
    }


def _attempt(one: Attempt) -> dict[str, Any]:
    return {
        "handed_in": clock(one.submitted),
        "unread": reason(one.verdict.problem) or None,
        "points": one.scores if one.verdict.report else None,
        "late": list(one.late),
        "counts": list(one.counts),
    }


def _change(one: ChangeRow) -> dict[str, Any]:
    return {
        "at": clock(one.at),
        "learner": one.learner,
        "lesson": one.lesson,
        "old": one.old,
        "new": one.new,
        "why": one.why,
        "author": one.author,
    }


def _ruling(row: Ruling, book: Rulebook) -> dict[str, Any]:
    removal = book.removal(row)
    if isinstance(row, OverrideRow):
        what: dict[str, Any] = {"points": row.points}
    else:
        what = {"due": clock(row.due), "late_per_day": row.per_day}
    return {
        "name": rulebook.name(row),
        "state": book.state(row),
        "learner": row.learner,
        "lesson": row.lesson,
        **what,
        **_signed(row.at, row.reason, row.author),
        "removed": removal and _signed(removal.at, removal.reason, removal.author),
    }


def _signed(at: datetime, reason: str, author: str) -> dict[str, str]:
    return {"at": clock(at), "reason": reason, "author": author}
