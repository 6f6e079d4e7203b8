"""What the commands share: their options, the way to a workspace, and to the screen."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from checker import plain


class Format(StrEnum):
    auto = "auto"
    rich = "rich"
    plain = "plain"
    json = "json"
    problems = "problems"


class CheckFormat(StrEnum):
    auto = "auto"
    rich = "rich"
    plain = "plain"
    json = "json"
    problems = "problems"
    junit = "junit"
    gradescope = "gradescope"
    exercism = "exercism"
    markdown = "markdown"
    classroom = "classroom"


FormatOption = Annotated[
    Format,
    typer.Option(
        "--format", help="plain for screen readers, json for programs, problems for editors."
    ),
]


CheckFormatOption = Annotated[
    CheckFormat,
    typer.Option(
        "--format", help="plain for screen readers, problems for editors, the others for programs."
    ),
]


ReportsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--report", help="Write a file too: junit=report.xml; repeatable.", metavar="FORM=FILE"
    ),
]


WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", help="The folder with your lessons.", metavar="DIR"),
]


LessonArgument = Annotated[
    str | None, typer.Argument(metavar="[LESSON]", help="A lesson: 1, or its folder's name.")
]


NameArgument = Annotated[
    str | None, typer.Argument(metavar="[LESSON|STEP]", help="A lesson such as 1, or a step: 1.2.")
]


StepArgument = Annotated[str | None, typer.Argument(metavar="[STEP]", help="A step, such as 1.2.")]


YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


SpoilOption = Annotated[bool, typer.Option("--spoil", help="Show it before you have passed.")]


def warm() -> Any:
    """A launcher that starts warming up now, before anything else is imported."""
    from checker.launcher import launcher
    from checker.preload import PRELOAD

    return launcher(PRELOAD)


def open_study(workspace: Path | None) -> Any:
    """Where the learner is: in this workspace, or in the one around the current folder."""
    from checker.curriculum import bundled
    from checker.study import Study

    return Study.open(bundled(), workspace)


def make_look(format: Format, study: Any = None) -> Any:
    """What writes on the screen, in the form that was asked for or fits the terminal."""
    from checker.console import Look

    plain = None if format is Format.auto else format is not Format.rich
    return Look(plain, root=study.workspace.root if study else None)


def notice(look: Any, text: str) -> None:
    """Below all else, what the learner should know of; nothing for ""."""
    if text:
        look.line(f"Note: {text}", "yellow")


def print_json(value: Any) -> None:
    """For programs, on stdout."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def exit_code(report: Any) -> int:
    """0 all passed, 1 something did not, 3 a mistake of ours."""
    if report.faults:
        return 3
    return 0 if report.passed else 1


def shown(format: CheckFormat) -> Format:
    """How people see it, if it is for people."""
    return Format(format.value) if format.value in Format.__members__ else Format.json


def tell_report(
    format: CheckFormat,
    report: Any,
    targets: list[Any],
    course: Any,
    study: Any = None,
    todo: Collection[str] = (),
) -> None:
    """Write a report into its files, and show it."""
    for target in targets:
        target.write(report)
    if shown(format) is Format.json:
        from checker.formats.catalog import FORMATS

        sys.stdout.write(FORMATS[format](report))
        return
    from checker import console

    look = make_look(shown(format), study)
    if format is CheckFormat.problems:
        console.show_problems(look, report)
    else:
        console.show_report(look, course, report, todo)
        notice(look, study.notice if study else "")


def report_targets(words: list[str] | None) -> list[Any]:
    """The files of ``--report``, each with its form."""
    if not words:
        return []
    from checker.formats.catalog import target

    return [target(one) for one in words]


@contextmanager
def progress_bar(
    format: Format, course: Any, lessons: Any
) -> Iterator[Callable[[Any], None] | None]:
    """A bar while checks run, where people watch."""
    if format not in {Format.auto, Format.rich}:
        yield None
        return
    from checker.runner import count

    with bar("Checking", count(lessons)) as tell:
        yield tell


@contextmanager
def bar(what: str, total: int) -> Iterator[Callable[[Any], None]]:
    """A bar on stderr, only on a terminal, gone when it is done."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    left = TimeRemainingColumn()
    with Progress(*columns, left, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(what, total=total)
        yield lambda done: drawn.update(task, advance=1)


def complain(message: str, remedy: str, code: int) -> int:
    """What went wrong and the way out, on stderr; gives the exit code back."""
    for text in filter(None, [message, remedy]):
        for line in plain.lines(text).split("\n"):
            sys.stderr.write(f"{_wrapped(line)}\n")
    return code


def _wrapped(line: str) -> str:
    """Between words, where people see it; a path or an address stays in one piece."""
    if not sys.stderr.isatty():
        return line
    width = shutil.get_terminal_size().columns
    return textwrap.fill(line, max(width, 10), break_long_words=False, break_on_hyphens=False)
