"""Runs the checks over a workspace: one path for learner, stub, solution, submission."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from checker import __version__
from checker.curriculum import Course, Lesson
from checker.errors import CourseFault
from checker.expect.places import read
from checker.expect.times import Times
from checker.judge import DONE, Cancel, Judge
from checker.launcher import Launcher
from checker.report import (
    HELD_BACK,
    Check,
    LessonResult,
    Report,
    StepResult,
    step_status,
)

CHECKS = Path(__file__).resolve().parent / "checks"

# Each of pytest's own plugins costs a little at every check, and none of these is of use.
_OFF = (
    "cacheprovider", "capture", "debugging", "doctest", "faulthandler", "junitxml", "legacypath",
    "logging", "monkeypatch", "pastebin", "recwarn", "setuponly", "setupplan", "skipping",
    "stepwise", "subtests", "terminal", "threadexception", "tmpdir", "unittest",
    "unraisableexception", "warnings",
)  # fmt: skip
_OPTIONS = [
    *(word for name in _OFF for word in ("-p", f"no:{name}")),
    "--assert=plain",
    "--noconftest",
    "--import-mode=importlib",
    f"--rootdir={CHECKS}",
    "-c",
    os.devnull,
]


def check(
    course: Course,
    workspace: Path,
    lessons: Sequence[Lesson] | None = None,
    *,
    steps: Collection[str] | None = None,
    hosts: Launcher | None = None,
    times: Times = Times(),  # noqa: B008 frozen
    tell: Callable[[Check], None] | None = None,
    cancel: Cancel | None = None,
) -> Report:
    """Check lessons of a workspace.

    Args:
        lessons: which ones; all by default.
        steps: only these steps of them.
        hosts: a warm launcher to use again; without one, a launcher lives as long as
            this call.
        times: limits in seconds.
        tell: called after each check, for a progress bar.
        cancel: lets another thread end the run early; the report is then worth nothing.

    Raises:
        CourseFault: the checks themselves could not be run.
    """
    began = time.perf_counter()
    lessons = course.lessons if lessons is None else lessons
    judge = Judge(course, workspace, hosts, steps, times, tell, cancel)
    try:
        judge.begin(lessons)
        run_pytest(judge, lessons)
        return report(judge, lessons, workspace, steps, began)
    finally:
        judge.close()


def report(
    judge: Judge,
    lessons: Sequence[Lesson],
    workspace: Path,
    steps: Collection[str] | None,
    began: float,
) -> Report:
    """What a judge has found; ``began`` is when, by :func:`time.perf_counter`."""
    results = tuple(_lesson_result(judge, lesson, workspace, steps) for lesson in lessons)
    seconds = round(time.perf_counter() - began, 3)
    return Report(__version__, str(workspace), seconds, results)


def count(lessons: Sequence[Lesson]) -> int:
    """About how many checks these lessons have: what a progress bar counts to."""
    texts = (CHECKS / f"test_{lesson.id}.py" for lesson in lessons)
    return sum(path.read_text("utf-8").count("\ndef test_") for path in texts)


def run_pytest(judge: Judge, lessons: Sequence[Lesson]) -> None:
    """Let pytest run the checks of these lessons, with the judge as its plugin.

    Raises:
        CourseFault: the checks could not be run.
    """
    import pytest

    files = [str(CHECKS / f"test_{lesson.id}.py") for lesson in lessons]
    hidden = {"PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    kept = {name: os.environ.get(name) for name in hidden}
    os.environ.update(hidden)
    try:
        code = pytest.main([*_OPTIONS, *files], plugins=[judge])
    finally:
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if code not in DONE:
        raise CourseFault(f"The checks could not be run: pytest ended with {int(code)}.")


def _lesson_result(
    judge: Judge, lesson: Lesson, workspace: Path, wanted: Collection[str] | None
) -> LessonResult:
    bench = judge.benches.get(lesson.id)
    untouched = is_untouched(lesson, workspace)
    steps = []
    for step in lesson.steps:
        if wanted is not None and step.id not in wanted:
            continue
        checks = tuple(_held_back(c, untouched) for c in judge.checks.get(step.id, ()))
        status = step_status(checks)
        points = step.points if status == "passed" else 0
        seconds = round(judge.seconds.get(step.id, 0.0), 3)
        result = StepResult(step.id, step.title, status, points, step.points, seconds, checks)
        steps.append(result)
    error = bench.error if bench else None
    passed = all(step.status == "passed" for step in steps)
    return LessonResult(
        lesson.id,
        lesson.title,
        "error" if error else "passed" if passed else "failed",
        sum(step.points for step in steps),
        sum(step.max_points for step in steps),
        error,
        tuple(steps),
        notices(lesson, workspace),
    )


def _held_back(check: Check, untouched: bool) -> Check:
    """Before the first change to a file, the expected values are not shown."""
    if not untouched or check.failure is None or not check.failure.expected:
        return check
    return replace(check, failure=replace(check.failure, expected=HELD_BACK))


def is_untouched(lesson: Lesson, workspace: Path) -> bool:
    """Whether the learner's files of a lesson are still the stubs."""
    folder = workspace / "lessons" / lesson.id
    return all(_lines(read(folder / name)) == _lines(lesson.shipped[name]) for name in lesson.files)


def notices(lesson: Lesson, workspace: Path) -> tuple[str, ...]:
    """What a learner should know although it is no failure."""
    folder = workspace / "lessons" / lesson.id
    changed = [
        name
        for name in lesson.given_files
        if (folder / name).is_file() and _lines(read(folder / name)) != _lines(lesson.shipped[name])
    ]
    return tuple(
        f"lessons/{lesson.id}/{name} differs from the one you were given. "
        "The checks use the course's own, so a change there has no effect."
        for name in changed
    )


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]
