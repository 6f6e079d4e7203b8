"""The report and its published schema."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from checker import corpus
from checker.curriculum import Course
from checker.launcher import Launcher
from checker.report import Check, CheckStatus, schema, step_status
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
