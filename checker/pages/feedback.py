"""One learner's page: what was graded, what does not pass yet, and what to do next.

Nothing on it is about anybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checker import storage
from checker.curriculum import Lesson
from checker.formats.sheets import TITLE
from checker.pages.classroom import Account, Classroom, Member, lessons_named
from checker.pages.filenames import filenames
from checker.pages.marks import MARKS, Cell, cells, is_untouched
from checker.pages.render import fill
from checker.report import Failure, LessonError, LessonResult, StepResult


@dataclass(frozen=True)
class StepView:
    """A step with its status; ``failure`` is its first cause, if it was begun."""

    id: str
    title: str
    cell: Cell
    points: float
    max_points: int
    failure: Failure | None


@dataclass(frozen=True)
class LessonView:
    """A lesson; ``error`` says why it could not be checked, if it was handed in.

    ``points`` are what the checks give, ``account`` what becomes of them.
    """

    lesson: Lesson
    points: float
    account: Account
    error: LessonError | None
    steps: tuple[StepView, ...]
    notices: tuple[str, ...]

    @property
    def alike(self) -> str:
        """What became of every step, if that is the same for all; else ""."""
        words = {step.cell.mark.word for step in self.steps}
        return words.pop() if len(words) == 1 and not self.failed else ""

    @property
    def failed(self) -> tuple[StepView, ...]:
        return tuple(step for step in self.steps if step.failure)


@dataclass(frozen=True)
class Due:
    """When some lessons are due, their names in words; ``own``: for this learner alone."""

    names: str
    when: datetime
    own: bool


@dataclass(frozen=True)
class Total:
    """The sums of all lessons; ``late`` and ``by_hand`` are None where no lesson has any."""

    earned: float
    late: float | None
    by_hand: float | None
    counts: float


def write_feedback(classroom: Classroom, folder: Path) -> dict[str, str]:
    """Write a page for each member below ``folder``; gives the file's name by learner.

    Raises:
        UsageError: one cannot be written.
    """
    learners = [member.learner for member in classroom.members]
    names = filenames(learners, ".html")
    for member, name in zip(classroom.members, names, strict=True):
        storage.write(folder / name, feedback_page(classroom, member).encode(), lasting=False)
    return dict(zip(learners, names, strict=True))


def feedback_page(classroom: Classroom, member: Member) -> str:
    """The page of one member as HTML."""
    lessons = _lessons(classroom.lessons, member)
    met = {step.cell.mark for lesson in lessons for step in lesson.steps}
    return fill(
        "feedback.html",
        title=classroom.title or TITLE,
        when=classroom.when,
        course_version=classroom.course_version,
        dues=_dues(classroom, member),
        so_far=classroom.so_far,
        member=member,
        lessons=lessons,
        total=_total([lesson.account for lesson in lessons]),
        marks=[mark for mark in MARKS if mark in met],
        first=next((step for lesson in lessons for step in lesson.failed), None),
    )


def _dues(classroom: Classroom, member: Member) -> tuple[Due, ...]:
    """The deadlines that hold for a member, those of one moment together, the first one first."""
    found: dict[tuple[datetime, bool], list[int]] = {}
    for lesson in classroom.every:
        account = member.accounts.get(lesson.id)
        if account is not None and account.due is not None:
            when = account.due.astimezone(classroom.zone)
            found.setdefault((when, account.own), []).append(lesson.number)
    every = len(classroom.every) > 1 and len(classroom.every)
    return tuple(
        Due("all lessons" if len(some) == every else lessons_named(some), when, own)
        for (when, own), some in sorted(found.items())
    )


def _total(accounts: Sequence[Account]) -> Total:
    late = round(sum(one.late for one in accounts), 2)
    given = [one.by_hand for one in accounts if one.by_hand is not None]
    return Total(
        round(sum(one.earned for one in accounts), 2),
        late or None,
        round(sum(given), 2) if given else None,
        round(sum(one.counts for one in accounts), 2),
    )


def _lessons(lessons: Sequence[Lesson], member: Member) -> tuple[LessonView, ...]:
    results = {result.id: result for result in member.report.lessons} if member.report else {}
    found = cells(member, lessons)
    return tuple(_lesson(lesson, results.get(lesson.id), found, member) for lesson in lessons)


def _lesson(
    lesson: Lesson,
    result: LessonResult | None,
    found: dict[str, Cell],
    member: Member,
) -> LessonView:
    account = member.accounts.get(lesson.id)
    if result is None:
        steps = tuple(
            StepView(step.id, step.title, found[step.id], 0, step.points, None)
            for step in lesson.steps
        )
        return LessonView(lesson, 0, account or Account(0), None, steps, ())
    begun = result.error is None and not is_untouched(result)
    points = {step.id: member.credit.get(step.id, step.points) for step in result.steps}
    steps = tuple(
        _step(step, found, begun, points[step.id]) for step in result.steps if step.id in found
    )
    error = None if result.missing else result.error
    earned = round(sum(points.values()), 2)
    return LessonView(lesson, earned, account or Account(earned), error, steps, result.notices)


def _step(step: StepResult, found: dict[str, Cell], begun: bool, points: float) -> StepView:
    failure = step.failure if begun else None
    return StepView(step.id, step.title, found[step.id], points, step.max_points, failure)
