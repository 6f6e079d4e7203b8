"""A gradebook as others want it: as a class to look at, and as rows for an LMS."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from checker import __version__
from checker.curriculum import Course, Lesson
from checker.formats.sheets import Row
from checker.grading import records
from checker.grading.account import accounts, in_force
from checker.grading.gradebook import Gradebook
from checker.grading.layout import look, unfold
from checker.grading.packing import Package, pack
from checker.grading.records import Record
from checker.grading.rulebook import Rulebook
from checker.grading.submissions import Submission
from checker.grading.unpacking import Refused
from checker.pages import similarity
from checker.pages.classroom import Attempt, Classroom, Deadline, Group, Member
from checker.report import Report

WORTH_A_LOOK = 2_000
"""Learners up to which a report looks for similar code."""
_BY_CHECKS = "A step that does not pass yet gives a share of its points, by the checks it passes."


def rows(book: Gradebook, lessons: Sequence[Lesson]) -> list[Row]:
    """Points in all and in each lesson, of those lessons that anybody has a grade in."""
    records = book.records()
    graded = {lesson for record in records for lesson in _graded(record)}
    known = [lesson for lesson in lessons if lesson.id in graded]
    return [_row(record, known, _judged(record)) for record in records]


def _graded(record: Record) -> set[str]:
    """Ids of the lessons that were handed in and judged, or that have points by hand."""
    return {lesson for lesson, one in record.standings.items() if one.of or one.by_hand}


def _judged(record: Record) -> set[str]:
    """The same, and those that a run was about and found missing."""
    reports = (one.verdict.report for one in record.attempts if one.verdict.report)
    return _graded(record) | {result.id for report in reports for result in report.lessons}


def _row(record: Record, lessons: Sequence[Lesson], judged: Collection[str]) -> Row:
    mine = [lesson for lesson in lessons if lesson.id in judged]
    return Row(
        record.learner,
        record.total(mine) if mine else None,
        sum(lesson.max_points for lesson in lessons),
        {lesson.title: record.points.get(lesson.id, 0.0) for lesson in mine},
        _comment(record, mine),
        record.unread,
        () if record.broken else tuple(one.number for one in lessons if one not in mine),
        record.broken if mine and not record.unread else "",
    )


def _comment(record: Record, lessons: Sequence[Lesson]) -> str:
    points = record.points
    return "; ".join(
        f"{lesson.title}: {points.get(lesson.id, 0.0):g} of {lesson.max_points}"
        for lesson in lessons
    )


def classroom(
    book: Gradebook, lessons: Sequence[Lesson], title: str, similar: tuple[Group, ...] | None
) -> Classroom:
    """The class as it stands now, in the lessons that anybody has a grade in."""
    course, lessons = lessons, book.about(lessons)
    now = datetime.now().astimezone()
    rulebook = book.rulebook()
    names = {lesson.id: lesson.title for lesson in course}
    shown = tuple(
        Deadline(names.get(row.lesson or "", "All lessons"), row.due)
        for row in rulebook.due
        if row.learner is None
    )
    members = tuple(_member(record, lessons, course, rulebook) for record in book.records())
    all_of_it = tuple(course)
    return Classroom(
        title, now, __version__, book.sandbox, tuple(lessons), members, shown, similar, all_of_it
    )


def _member(
    record: Record, lessons: Sequence[Lesson], course: Sequence[Lesson], rulebook: Rulebook
) -> Member:
    report, newest = _report(record, lessons), record.attempts[-1].verdict
    shown = [one.verdict for one in record.counted.values()] or [newest]
    notes = dict.fromkeys(note for verdict in shown for note in verdict.notes)
    return Member(
        record.learner,
        record.total(lessons),
        sum(lesson.max_points for lesson in lessons),
        report,
        record.broken,
        tuple(_attempt(one, lessons) for one in record.attempts),
        in_force(record, lessons),
        (*notes, *_late(record, lessons), *([_BY_CHECKS] if record.by_checks else [])),
        record.credit,
        accounts(record, course, rulebook.rules),
    )


def _report(record: Record, lessons: Sequence[Lesson]) -> Report | None:
    """Each lesson as judged in the attempt that counts for it; None: nothing was judged.

    One that never counted is as it was judged last, by whichever run; one that no run was
    about is not in it.
    """
    judged = [one.verdict.report for one in record.attempts if one.verdict.report]
    if not judged:
        return None
    results = {result.id: result for report in judged for result in report.lessons}
    for lesson, attempt in record.counted.items():
        report = attempt.verdict.report
        results |= {one.id: one for one in (report.lessons if report else ()) if one.id == lesson}
    shown = (results[lesson.id] for lesson in lessons if lesson.id in results)
    return replace(judged[-1], lessons=tuple(shown))


def _attempt(one: records.Attempt, lessons: Sequence[Lesson]) -> Attempt:
    def numbers(ids: Collection[str]) -> tuple[int, ...]:
        return tuple(lesson.number for lesson in lessons if lesson.id in ids)

    return Attempt(
        one.submitted,
        round(sum(one.scores.values()), 2),
        numbers(one.scores),
        numbers(one.late),
        numbers(one.counts),
        unread=one.verdict.report is None,
    )


def _late(record: Record, lessons: Sequence[Lesson]) -> Iterator[str]:
    """What came off for being late, for the learner."""
    for lesson in lessons:
        standing = record.standings.get(lesson.id)
        if standing and standing.late and not standing.by_hand:
            left = f"{standing.kept * 100:g} %" if standing.kept else "none"
            yield f"Lesson {lesson.number} came after its deadline; {left} of its points are left."


def handed_in(book: Gradebook) -> list[Submission]:
    """What each learner handed in last, where it was then."""
    return [Submission(one.learner, Path(one.path), one.submitted) for one in book.newest()]


def similar(course: Course, submissions: Sequence[Submission]) -> tuple[Group, ...] | None:
    """Groups of near-identical code, or None for a class too large to look."""
    if len(submissions) > WORTH_A_LOOK:
        return None
    found = {one.learner: _sources(course, one) for one in submissions}
    known = [text for lesson in course.lessons for text in _ours(lesson)]
    return tuple(similarity.groups(found, known=known))


def _ours(lesson: Lesson) -> list[str]:
    stubs = [text for name, text in lesson.shipped.items() if name.endswith(".py")]
    return [*stubs, *(path.read_text("utf-8") for path in lesson.solution.rglob("*.py"))]


def _sources(course: Course, submission: Submission) -> dict[str, str]:
    """Python files by their name in a workspace. Archives are unpacked within bounds."""
    try:
        package = pack(course, submission)
        files = _unpacked(course, package) if package.kind else package.files
    except (Refused, OSError):
        return {}
    return {
        name.removeprefix("lessons/"): data.decode("utf-8", "replace")
        for name, data in files
        if name.endswith(".py")
    }


def _unpacked(course: Course, package: Package) -> tuple[tuple[str, bytes], ...]:
    kind, data = package.payload()
    with tempfile.TemporaryDirectory() as place:
        archive = Path(place, f"submission{kind}")
        archive.write_bytes(data)
        folder = unfold(course, archive, Path(place))
        return tuple((e.name, Path(e.path).read_bytes()) for e in look(course, folder).entries)
