"""What became of one step of one learner, as a sign, a word and a color."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.curriculum import Lesson
from checker.pages.classroom import Member
from checker.report import HELD_BACK, LessonResult, StepResult


@dataclass(frozen=True)
class Mark:
    """``key`` is its class in the page's style, which has its sign and its color.

    ``tried`` tells whether the learner worked on the lesson, so that the step says
    something about the step.
    """

    key: str
    word: str
    tried: bool = True


PASSED = Mark("ok", "passed")
FAILED = Mark("no", "not yet")
TIMEOUT = Mark("tm", "no answer")
BLOCKED = Mark("bl", "not checked yet")
BROKEN = Mark("br", "did not start")
UNTOUCHED = Mark("un", "not begun", tried=False)
MISSING = Mark("ms", "not handed in", tried=False)
UNJUDGED = Mark("bl", "not judged", tried=False)
UNREAD = Mark("ur", "could not be read", tried=False)
FAULT = Mark("ft", "our mistake", tried=False)
MARKS = (PASSED, FAILED, TIMEOUT, BLOCKED, BROKEN, UNTOUCHED, MISSING, UNJUDGED, UNREAD, FAULT)
_OF_STATUS = {
    "passed": PASSED,
    "failed": FAILED,
    "timeout": TIMEOUT,
    "blocked": BLOCKED,
    "error": FAULT,
}


@dataclass(frozen=True)
class Cell:
    """A mark, and the first cause in words, or ""."""

    mark: Mark
    why: str = ""


def cells(member: Member, lessons: Sequence[Lesson]) -> dict[str, Cell]:
    """What became of every step of these lessons, by the step's id."""
    results = {lesson.id: lesson for lesson in member.report.lessons} if member.report else {}
    absent = Cell(UNREAD, member.problem) if member.unread else Cell(MISSING)
    found: dict[str, Cell] = {}
    for lesson in lessons:
        marked = dict(_marked(results.get(lesson.id)))
        none = Cell(UNJUDGED) if member.report and lesson.id not in results else absent
        found |= {step: marked.get(step, none) for step in lesson.step_ids}
    return found


def _marked(result: LessonResult | None) -> Iterator[tuple[str, Cell]]:
    if result is None or result.missing:
        return
    untouched = is_untouched(result)
    for step in result.steps:
        yield step.id, _cell(result, step, untouched)


def _cell(result: LessonResult, step: StepResult, untouched: bool) -> Cell:
    if result.error is not None:
        return Cell(BROKEN, result.error.message)
    mark = _OF_STATUS[step.status]
    if untouched and mark in {FAILED, BLOCKED}:
        return Cell(UNTOUCHED)
    return Cell(mark, step.failure.summary if step.failure else "")


def is_untouched(result: LessonResult) -> bool:
    """Whether the learner's files of a lesson are still the stubs.

    The runner then holds the expected values back, in every failure that has one.
    """
    failures = (step.failure for step in result.steps)
    return any(failure.expected == HELD_BACK for failure in failures if failure)
