"""Commands around a learner's program: open it, run it, send it requests."""

from __future__ import annotations

import subprocess
from dataclasses import asdict
from typing import Annotated

import typer

from checker.commands.common import (
    Format,
    FormatOption,
    LessonArgument,
    NameArgument,
    StepArgument,
    WorkspaceOption,
    make_look,
    open_study,
    print_json,
)

app = typer.Typer()


@app.command()
def edit(
    name: NameArgument = None,
    review: Annotated[bool, typer.Option("--review", help="In the copy of a review.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Open your editor at the TODO: $VISUAL, $EDITOR, or VS Code."""
    from checker.serving import editor

    study = open_study(workspace)
    if review:
        from checker.review import Review

        brief = Review(study).brief(name or "")
        file, line = brief.file, brief.line
    else:
        lesson, step = study.step(name)
        file, line = study.workspace.line(lesson, step.id)
        study.workspace.require(lesson, file.removeprefix(f"lessons/{lesson.id}/"))
    raise typer.Exit(
        subprocess.run(editor(study.workspace.root / file, line), check=False).returncode
    )


@app.command()
def run(
    name: LessonArgument = None,
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    workspace: WorkspaceOption = None,
) -> None:
    """Run your app with uvicorn; it starts again when you save a .py file or .env."""
    from checker.serving import command, docs_url, require_free

    study = open_study(workspace)
    lesson, _ = study.find(name)
    study.workspace.require(lesson, "main.py")
    require_free(port)
    folder = study.workspace.folder(lesson)
    look = make_look(Format.auto)
    look.line(f"Lesson {lesson.number} runs at http://127.0.0.1:{port}")
    look.line(f"Its docs: {docs_url(study.workspace.text(lesson, 'main.py'), port)}")
    look.line("Send it the requests of a failed check with: course tape")
    look.line("End it with Ctrl-C.")
    arguments = command(study.workspace.root, lesson, port)
    raise typer.Exit(subprocess.run(arguments, cwd=folder, check=False).returncode)


@app.command()
def tape(
    name: StepArgument = None,
    port: Annotated[int, typer.Option(help="Where your app runs.", min=1, max=65535)] = 8000,
    format: FormatOption = Format.auto,
    workspace: WorkspaceOption = None,
) -> None:
    """Send the requests of the last failed check to your running app, and see its answers."""
    from checker import tape as tapes

    study = open_study(workspace)
    found = tapes.load(study.tape, study.step(name)[1].id if name else "")
    start = f"course run {found.step.partition('.')[0]}" + (f" --port {port}" * (port != 8000))
    if format is Format.json:
        return print_json({"step": found.step, "summary": found.summary, "requests": [
            asdict(played) for played in tapes.play(found, port, start)]})  # fmt: skip
    from checker.console import show_tape

    return show_tape(make_look(format), found, tapes.play(found, port, start))
