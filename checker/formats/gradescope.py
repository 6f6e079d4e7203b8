"""A report as Gradescope's ``results.json``: one test a step.

https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

import json
from typing import Any, Literal

from checker.formats.words import BLOCKED, text
from checker.report import LessonResult, Report, StepResult

Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]


def gradescope(report: Report, visibility: Visibility = "visible") -> str:
    """The file's text. ``visibility`` is when learners see it; what was printed is hidden.

    Every text is marked as plain, so that nothing of a learner's is read as HTML.
    """
    tests = [_test(lesson, step, visibility) for lesson in report.lessons for step in lesson.steps]
    data = {
        "score": report.points,
        "execution_time": report.duration_s,
        "output": _summary(report),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": visibility,
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _test(lesson: LessonResult, step: StepResult, visibility: Visibility) -> dict[str, Any]:
    return {
        "score": step.points,
        "max_score": step.max_points,
        "status": "passed" if step.status == "passed" else "failed",
        "name": step.title,
        "number": step.id,
        "output": _output(lesson, step),
        "tags": [lesson.id],
        "visibility": visibility,
    }


def _output(lesson: LessonResult, step: StepResult) -> str:
    told = step.failure or (lesson.error if step.status != "passed" else None)
    if told is None:
        return "Passed." if step.status == "passed" else BLOCKED
    printed = f"\n\nYour code printed:\n{told.output}" if told.output else ""
    return text(told) + printed


def _summary(report: Report) -> str:
    lines = [f"{report.points} of {report.max_points} points."]
    for lesson in report.lessons:
        error = f": {lesson.error.message}" if lesson.error else ""
        lines.append(f"{lesson.title}: {lesson.points} of {lesson.max_points}{error}")
        lines += lesson.notices
    return "\n".join(lines)
