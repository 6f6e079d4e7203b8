"""A share of the points for a step that does not pass yet: by the checks that it passes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from checker.formats.cells import rounded
from checker.report import LessonResult, Report, StepResult

Free = Mapping[str, Mapping[str, Collection[str]]]
"""By lesson and step: ids of the checks that the untouched stub passes."""


def scores(report: Report, free: Free) -> dict[str, float]:
    """Points by lesson."""
    return {
        lesson.id: round(sum(of_lesson(lesson, free.get(lesson.id, {})).values()), 2)
        for lesson in report.lessons
    }


def of_lesson(lesson: LessonResult, free: Mapping[str, Collection[str]]) -> dict[str, float]:
    """Points by step, rounded to two decimals; ``free`` as in :data:`Free`, of this lesson."""
    return {step.id: of_step(step, free.get(step.id, ())) for step in lesson.steps}


def of_step(step: StepResult, free: Collection[str]) -> float:
    """The points of one step.

    A check that the stub passes earns nothing; one of them that fails now counts as missed.
    """
    if step.status == "passed":
        return float(step.points)
    counted = [one for one in step.checks if one.id not in free or one.status != "passed"]
    passed = sum(one.status == "passed" for one in counted)
    return rounded(step.max_points * passed / len(counted)) if counted else 0.0
