"""The README's pictures: real checks, drawn as a terminal shows them."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from rich.console import Console

from checker import corpus
from checker.console import Look, show_verdict
from checker.curriculum import Course, Lesson
from checker.launcher import launcher
from checker.preload import PRELOAD
from checker.study import Study
from checker.workspace import Workspace

WIDTH = 84
WRONG = ("2.2", "slice_ends_at_limit")


def draw(course: Course, answers: Path) -> dict[str, str]:
    """File names and SVG texts.

    Args:
        answers: the folder with the kept answers; one of them is the failing picture.
    """
    lesson = course.lesson("2")
    kept = {(a.step, a.name): a for a in corpus.read(course, answers)}
    return {
        "failing.svg": _picture(course, lesson, kept[WRONG].files()),
        "passing.svg": _picture(course, lesson, corpus.solved(lesson)),
    }


def _picture(course: Course, lesson: Lesson, files: dict[str, str]) -> str:
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False,
        emoji=False, color_system="truecolor",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as name, launcher(PRELOAD) as hosts:
        for each in course.lessons:
            corpus.lay(Path(name), each, files if each == lesson else {})
        study = Study(course, Workspace(Path(name), course))
        study.goto(lesson)
        verdict = study.next(hosts)
    show_verdict(Look(False, console=console), verdict, None)
    text = console.export_svg(title="course next", clear=False)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
