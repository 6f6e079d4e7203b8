"""Every code block of every reading runs, by itself and without a warning."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import re
import traceback
import warnings
from pathlib import Path
from typing import Any

import pytest

from checker.curriculum import Course, Lesson
from checker.preload import PRELOAD

ROOT = Path(__file__).resolve().parent.parent
COURSE = Course(ROOT)
BLOCK = re.compile(r"^( *)```python(?: raises (\w+))?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[Any]:
    found = []
    for lesson in COURSE.lessons:
        if not (lesson.folder / "README.md").is_file():
            continue  # the next test says so
        text = lesson.reading
        for match in BLOCK.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            name = f"{lesson.id}/README.md:{line}"
            code = "\n" * line + match[3].replace(f"\n{match[1]}", "\n").removeprefix(match[1])
            found.append(pytest.param(code, match[2], id=name))
    return found


def run(code: str, folder: str, channel: Any) -> None:
    """In a process of its own: run the code, send what it raised, or None."""
    os.chdir(folder)
    warnings.simplefilter("error")
    raised = None
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            space: dict[str, Any] = {"__name__": "reading"}
            exec(compile(code, "README.md", "exec", dont_inherit=True), space)
            if hasattr(space.get("app"), "openapi"):
                space["app"].openapi()
    except BaseException as error:
        raised = (type(error).__name__, traceback.format_exc())
    channel.send(raised)


@pytest.fixture(scope="module")
def processes() -> Any:
    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    context.set_forkserver_preload([*PRELOAD, "fastapi", "tests.test_readings"])
    return context


@pytest.mark.parametrize(("code", "wanted"), blocks())
def test_code_block_runs(code: str, wanted: str | None, tmp_path: Path, processes: Any) -> None:
    """A block that is shown to learners does what the reading says: it runs, or raises."""
    ours, theirs = processes.Pipe()
    process = processes.Process(target=run, args=(code, str(tmp_path), theirs))
    process.start()
    raised = ours.recv() if ours.poll(30) else ("Timeout", "no end in 30 seconds")
    process.join()

    assert (raised and raised[0]) == wanted, raised and raised[1]


@pytest.mark.parametrize("lesson", [pytest.param(le, id=le.id) for le in COURSE.lessons])
def test_reading_has_a_section_for_each_step(lesson: Lesson) -> None:
    """The reading's title and its step sections are those of the metadata."""
    lines = lesson.reading.splitlines()
    steps = [line for line in lines if re.match(r"### \d+\.\d+ ", line)]

    assert f"# Lesson {lesson.number}: {lesson.title}" == lines[0]
    assert [f"### {step.id} {step.title}" for step in lesson.steps] == steps
