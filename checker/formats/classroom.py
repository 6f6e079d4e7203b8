"""A report for GitHub Classroom: the result that its autograding reporter reads.

``classroom-resources/autograding-grading-reporter`` takes one variable a runner, with this
object in base64. It adds up each test's ``score``. The table that it prints into the log
goes by the number of passed tests instead; the points that Classroom keeps do not.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from checker.formats.words import BLOCKED, text
from checker.report import LessonResult, Report, StepResult

NAME = "result"
"""The name of the step's output."""


def classroom(report: Report) -> str:
    """A line for ``$GITHUB_OUTPUT``."""
    data = json.dumps(runner_result(report)).encode()
    return f"{NAME}={base64.b64encode(data).decode()}\n"


def runner_result(report: Report) -> dict[str, Any]:
    """The object itself: one test a step."""
    return {
        "version": 1,
        "status": "error" if report.faults else "pass" if report.passed else "fail",
        "max_score": report.max_points,
        "tests": [_test(lesson, step) for lesson in report.lessons for step in lesson.steps],
    }


def _test(lesson: LessonResult, step: StepResult) -> dict[str, Any]:
    told = step.failure or (lesson.error if step.status != "passed" else None)
    passed = step.status == "passed"
    return {
        "name": f"{step.id} {step.title}",
        "status": "pass" if passed else "error" if step.status == "error" else "fail",
        "score": step.points,
        "message": "" if passed else text(told) if told else BLOCKED,
        "test_code": step.failure.request if step.failure else "",
        "filename": told.file if told else "",
        "line_no": (told.line if told else None) or 0,
        "duration": round(step.duration_s * 1000),
    }
