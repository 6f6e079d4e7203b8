"""A report for GitHub Classroom: the result that its autograding reporter reads.

``classroom-resources/autograding-grading-reporter`` takes one variable a runner, with this
object in base64. It adds up each test's ``score``. The table that it prints into the log
goes by the number of passed tests instead; the points that Classroom keeps do not.

It also prints names and requests, and Classroom takes the points from what is printed: so a
line of a learner's must never be a command of GitHub's, which begin with ``::`` or ``##[``.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from checker.formats.words import BLOCKED, text
from checker.report import LessonResult, Report, StepResult

_COMMAND = re.compile(r"^\s*:(?=:)|#(?=#\[)", re.MULTILINE)
NAME = "result"
"""The name of the step's output."""
MAX_BYTES = 90_000
"""The reporter gets it as one variable, and Linux allows 128 KiB for that, in base64."""


def classroom(report: Report) -> str:
    """A line for ``$GITHUB_OUTPUT``."""
    for most in (4_000, 1_000, 300, 0):
        data = json.dumps(runner_result(report, most), ensure_ascii=False).encode()
        if len(data) <= MAX_BYTES:
            break
    return f"{NAME}={base64.b64encode(data).decode()}\n"


def runner_result(report: Report, most: int = 4_000) -> dict[str, Any]:
    """The object itself: one test a step, with texts of so many characters at most."""
    return {
        "version": 1,
        "status": "error" if report.faults else "pass" if report.passed else "fail",
        "max_score": report.max_points,
        "tests": [_test(lesson, step, most) for lesson in report.lessons for step in lesson.steps],
    }


def _test(lesson: LessonResult, step: StepResult, most: int) -> dict[str, Any]:
    told = step.failure or (lesson.error if step.status != "passed" else None)
    passed = step.status == "passed"
    words = {
        "name": f"{step.id} {step.title}",
        "message": "" if passed else (text(told) if told else BLOCKED)[:most],
        "test_code": (step.failure.request if step.failure else "")[:most],
        "filename": told.file if told else "",
    }
    return {name: harmless(value) for name, value in words.items()} | {
        "status": "pass" if passed else "error" if step.status == "error" else "fail",
        "score": step.points,
        "line_no": (told.line if told else None) or 0,
        "duration": round(step.duration_s * 1000),
    }


def harmless(printed: str) -> str:
    """Text that GitHub's runner takes for no command when it is printed."""
    return _COMMAND.sub("\\g<0>\u200b", printed)
