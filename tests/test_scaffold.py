"""A new lesson and a new step pass at once, in a copy of the course."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checker import scaffold
from checker.curriculum import Course
from checker.errors import UsageError

ROOT = Path(__file__).resolve().parent.parent


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_new_lesson_and_step_pass_at_once(tmp_path: Path) -> None:
    """What is written verifies, and holds the tests of the lessons."""
    copy = tmp_path / "course"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "build", "dist")
    shutil.copytree(ROOT, copy, ignore=ignored)
    number = Course(copy).lessons[-1].number + 1

    run(copy, "course.py", "dev", "new", "lesson", "Rate limits")
    run(copy, "course.py", "dev", "new", "step", str(number), "A second step")
    told = run(copy, "course.py", "dev", "verify", str(number), "--workers", "1")
    names = f"rate_limits or {number}.1 or {number}.2"
    run(copy, "-m", "pytest", "-q", "tests/test_readings.py", "tests/test_curriculum.py", "-k",
        f"{names} or in_order")  # fmt: skip

    assert "2 steps, 14 cases, 10 of them kept answers" in told
    assert "0 wrongly refused, 0 wrongly accepted, 0 caught elsewhere, 0 other" in told


@pytest.mark.parametrize("title", ["", "…", 'a "title"'])
def test_title_that_is_none(course: Course, title: str) -> None:
    """A title has words, and nothing is written before that is known."""
    with pytest.raises(UsageError, match="is no title"):
        scaffold.lesson(course, title)
