"""One learner's page: what was graded, what does not pass yet, and what to do next.

Nothing on it is about anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker import storage
from checker.curriculum import Lesson
from checker.pages.classroom import Classroom, Member
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
    """A lesson; ``error`` says why it could not be checked, if it was handed in."""

    lesson: Lesson
    points: float
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
    raw = round(sum(lesson.points for lesson in lessons), 2)
    return fill(
        "feedback.html",
        title=classroom.title,
        when=classroom.when,
        course_version=classroom.course_version,
        deadlines=classroom.deadlines,
        member=member,
        lessons=lessons,
        raw=raw,
        marks=[mark for mark in MARKS if mark in met],
        first=next((step for lesson in lessons for step in lesson.failed), None),
    )


def _lessons(lessons: Sequence[Lesson], member: Member) -> tuple[LessonView, ...]:
    results = {result.id: result for result in member.report.lessons} if member.report else {}
    found = cells(member, lessons)
    return tuple(
        _lesson(lesson, results.get(lesson.id), found, member.credit) for lesson in lessons
    )


def _lesson(
    lesson: Lesson,
    result: LessonResult | None,
    found: dict[str, Cell],
    credit: Mapping[str, float],
) -> LessonView:
    if result is None:
        steps = tuple(
            StepView(step.id, step.title, found[step.id], 0, step.points, None)
            for step in lesson.steps
        )
        return LessonView(lesson, 0, None, steps, ())
    begun = result.error is None and not is_untouched(result)
    points = {step.id: credit.get(step.id, step.points) for step in result.steps}
    steps = tuple(
        _step(step, found, begun, points[step.id]) for step in result.steps if step.id in found
    )
    error = result.error if result.error and result.error.kind != "missing" else None
    return LessonView(lesson, round(sum(points.values()), 2), error, steps, result.notices)


def _step(step: StepResult, found: dict[str, Cell], begun: bool, points: float) -> StepView:
    failure = step.failure if begun else None
    return StepView(step.id, step.title, found[step.id], points, step.max_points, failure)
