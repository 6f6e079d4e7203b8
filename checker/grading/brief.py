"""Of a verdict, what a list of grades tells: a tenth of it, and of the time to read it."""

from __future__ import annotations

from dataclasses import replace

from checker.grading.worker import Verdict
from checker.report import HELD_BACK, Failure, LessonResult, StepResult


def brief(verdict: Verdict) -> Verdict:
    """The same with points, statuses, and the first cause of each step in one sentence.

    Whether a lesson was begun can still be told: what was held back stays so.
    """
    if verdict.report is None:
        return verdict
    lessons = tuple(_lesson(lesson) for lesson in verdict.report.lessons)
    return replace(verdict, report=replace(verdict.report, lessons=lessons))


def _lesson(lesson: LessonResult) -> LessonResult:
    error = lesson.error and replace(lesson.error, next_step="", output="")
    return replace(lesson, error=error, steps=tuple(map(_step, lesson.steps)), notices=())


def _step(step: StepResult) -> StepResult:
    failed = next((check for check in step.checks if check.failure), None)
    if failed is None or failed.failure is None:
        return replace(step, checks=())
    expected = HELD_BACK if failed.failure.expected == HELD_BACK else ""
    kept = Failure(failed.failure.summary, expected=expected)
    return replace(step, checks=(replace(failed, failure=kept),))
