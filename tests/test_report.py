"""The report and its published schema."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from pydantic import TypeAdapter

from checker import corpus
from checker.curriculum import Course
from checker.launcher import Launcher
from checker.report import (
    Check,
    CheckStatus,
    Failure,
    LessonResult,
    Report,
    Sent,
    StepResult,
    schema,
    step_status,
)
from checker.runner import check


def test_schema_is_a_schema() -> None:
    """What course dev schema prints is valid JSON Schema."""
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("kind", ["solution", "stub", "broken"])
def test_reports_fit_the_schema(course: Course, hosts: Launcher, tmp_path: Path, kind: str) -> None:
    """Passed, failed and unreadable lessons all give the published format."""
    lesson = course.lessons[0]
    files = corpus.solved(lesson, None if kind == "solution" else ())
    if kind == "broken":
        files["main.py"] = "def"
    corpus.lay(tmp_path, lesson, files)
    report = check(course, tmp_path, [lesson], hosts=hosts)

    jsonschema.validate(report.to_json(), schema())

    assert (kind == "solution") == report.passed
    assert (kind == "broken") == (report.lessons[0].error is not None)


@pytest.mark.parametrize(
    ("statuses", "wanted"),
    [
        (["passed", "passed"], "passed"),
        (["passed", "failed", "blocked"], "failed"),
        (["timeout", "blocked"], "timeout"),
        (["passed", "error"], "error"),
        (["blocked"], "blocked"),
        ([], "blocked"),
    ],
)
def test_step_takes_the_first_bad_status(statuses: list[CheckStatus], wanted: str) -> None:
    """A step without checks is never passed."""
    assert wanted == step_status([Check("x", "x", status) for status in statuses])


def test_fresh_values_differ_between_runs(course: Course, hosts: Launcher, tmp_path: Path) -> None:
    """Two runs ask for different things, so an answer learned by heart does not pass."""
    lesson = course.lesson("2")
    corpus.lay(tmp_path, lesson, {})
    requests = set()
    for _ in range(2):
        report = check(course, tmp_path, [lesson], steps=["2.5"], hosts=hosts)
        failure = report.lessons[0].steps[0].failure
        assert failure is not None
        requests.add(failure.request)

    assert len(requests) == 2


def test_report_travels_with_any_bytes() -> None:
    """A failed upload keeps the picture it sent, when a grader's process hands it on."""
    told = Failure("x", requests=(Sent("POST", "/", (), b"\x89PNG\xff\x00", "curl"),))
    step = StepResult("1.1", "x", "failed", 0, 1, 0.0, (Check("a", "a", "failed", told),))
    lesson = LessonResult("lesson1_x", "x", "failed", 0, 1, None, (step,))
    report = Report("0.1", "", 0.0, (lesson,))
    adapter = TypeAdapter(Report)

    assert report == adapter.validate_json(adapter.dump_json(report))
