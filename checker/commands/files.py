"""Commands that change a learner's files, and those that take it back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from checker.commands.common import (
    Format,
    LessonArgument,
    NameArgument,
    WorkspaceOption,
    YesOption,
    make_look,
    open_study,
)
from checker.errors import UsageError

app = typer.Typer()


@app.command()
def reset(
    name: NameArgument = None, yes: YesOption = False, workspace: WorkspaceOption = None
) -> None:
    """Put a lesson or a step back to how it was when it was new. Can be undone."""
    study = open_study(workspace)
    lesson, step = study.find(name)
    what = f"step {step.id}" if step else f"lesson {lesson.number}"
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"This puts {what} back to its start.", "To do it, add: --yes")
        typer.confirm(f"Put {what} back to its start? You can undo it.", abort=True)
    study.reset(lesson, step)
    look = make_look(Format.auto)
    look.line(f"{what.capitalize()} is as it was when it was new.")
    look.line(f"Your code is kept. Bring it back with: course undo {lesson.number}")


@app.command()
def undo(name: LessonArgument = None, workspace: WorkspaceOption = None) -> None:
    """Bring your files back to what they were before, one state at a time."""
    _travel(name, workspace, "undo", "redo")


@app.command()
def redo(name: LessonArgument = None, workspace: WorkspaceOption = None) -> None:
    """Take an undo back."""
    _travel(name, workspace, "redo", "undo")


def _travel(name: str | None, workspace: Path | None, way: str, back: str) -> None:
    from checker.console import when

    study = open_study(workspace)
    lesson = study.find(name)[0] if name else study.last_changed()
    with study.workspace.locked():
        step = study.workspace.step_back if way == "undo" else study.workspace.step_forward
        found = step(lesson)
    if found is None:
        older = "older" if way == "undo" else "newer"
        raise UsageError(
            f"There is no {older} state of lesson {lesson.number}.",
            study.workspace.history.notice or "See what was kept with: course history",
        )
    look = make_look(Format.auto)
    look.line(f"Lesson {lesson.number} is as it was at {when(found[1].time)}.")
    look.line(f"What was there is kept. Take this back with: course {back} {lesson.number}")
    here, there = found
    if way == "undo" and here.base != there.base:
        look.line("Bring the course's newer texts in again with: course update")


@app.command()
def history(
    name: LessonArgument = None,
    many: Annotated[int, typer.Option("--last", min=1, help="How many.")] = 20,
    workspace: WorkspaceOption = None,
) -> None:
    """What was kept of your files: when, why, what passed, how much changed."""
    from checker.console import show_history

    study = open_study(workspace)
    wanted = study.find(name)[0].id if name else ""
    states = [s for s in study.workspace.history.states if wanted in {"", s.lesson}]
    if not states:
        notice = study.workspace.history.notice
        raise UsageError("Nothing has been kept yet.", notice or "Begin with: course next")
    show_history(make_look(Format.auto), study.workspace, states[-many:])


@app.command()
def restore(
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="From course history.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Bring back a state that course history lists."""
    from checker.console import when

    if number is None:
        raise UsageError(
            "Say which state: course restore NUMBER.", "See their numbers with: course history"
        )
    study = open_study(workspace)
    state = study.workspace.history.number(number)
    if state is None:
        raise UsageError(f"There is no state {number}.", "See them with: course history")
    lesson = study.course.lesson(state.lesson)
    with study.workspace.locked():
        study.workspace.restore(lesson, state)
    look = make_look(Format.auto)
    look.line(f"Lesson {lesson.number} is as it was at {when(state.time)}.")
    look.line(f"What was there is kept. Take this back with: course undo {lesson.number}")
