"""A report as exercism's ``results.json``, version 3: one test a check.

https://exercism.org/docs/building/tooling/test-runners/interface
"""

from __future__ import annotations

import json
from typing import Any

from checker.formats.words import BLOCKED, cut, text
from checker.report import Check, LessonResult, Report, StepResult

MAX_MESSAGE = 65_535
MAX_OUTPUT = 500
"""Characters, as its documentation has them."""
_CUT = " … Output was truncated. Please limit to 500 chars"


def exercism(report: Report) -> str:
    """The file's text.

    A step's number is its task's, as long as the report is about one lesson: a test may
    only be linked to one task.
    """
    single = len(report.lessons) == 1
    tests = [
        _test(lesson, step, check) | ({"task_id": _task(step)} if single else {})
        for lesson in report.lessons
        for step in lesson.steps
        for check in step.checks or (Check(step.id, step.title, step.status),)
    ]
    errors = [lesson.error for lesson in report.lessons if lesson.error is not None]
    data: dict[str, Any] = {"version": 3, "status": _status(report, tests), "message": None}
    if data["status"] == "error":
        message = "\n\n".join(text(error) for error in errors) or "No check could be run."
        data["message"] = cut(message, MAX_MESSAGE // 4, " …")
    return json.dumps(data | {"tests": tests}, indent=2, ensure_ascii=False) + "\n"


def _status(report: Report, tests: list[dict[str, Any]]) -> str:
    if report.passed and tests:
        return "pass"
    return "error" if all(test["status"] == "error" for test in tests) else "fail"


def _test(lesson: LessonResult, step: StepResult, check: Check) -> dict[str, Any]:
    told = check.failure or (lesson.error if check.status != "passed" else None)
    test: dict[str, Any] = {"name": f"{step.id} {check.title}", "status": _word(lesson, check)}
    if check.status != "passed":
        test["message"] = text(told) if told else BLOCKED
    if told is not None and told.output:
        test["output"] = cut(told.output, MAX_OUTPUT, _CUT)
    test["test_code"] = (check.failure.request if check.failure else "") or check.title
    return test


def _word(lesson: LessonResult, check: Check) -> str:
    if check.status == "passed":
        return "pass"
    return "error" if lesson.error is not None or check.status == "error" else "fail"


def _task(step: StepResult) -> int:
    return int(step.id.rpartition(".")[2])
