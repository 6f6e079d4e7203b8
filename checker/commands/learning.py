"""Commands to learn with: what there is to do, hints, our code, practice, the certificate."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from checker.commands.common import (
    Format,
    FormatOption,
    LessonArgument,
    NameArgument,
    SpoilOption,
    StepArgument,
    WorkspaceOption,
    exit_code,
    make_look,
    notice,
    open_study,
    print_json,
    warm,
)
from checker.errors import UsageError

app = typer.Typer()


@app.command("list")
def list_(format: FormatOption = Format.auto, workspace: WorkspaceOption = None) -> None:
    """Every lesson and step, and which have passed."""
    study = open_study(workspace)
    if format is Format.json:
        passed = study.progress.passed
        lessons = [
            {"id": le.id, "title": le.title,
             "steps": [{"id": s.id, "title": s.title, "passed": s.id in passed} for s in le.steps]}
            for le in study.course.lessons
        ]  # fmt: skip
        return print_json({"current": study.lesson.id, "lessons": lessons})
    from checker import console

    look = make_look(format)
    console.show_list(look, study, study.lesson)
    return notice(look, study.notice)


@app.command()
def status(format: FormatOption = Format.auto, workspace: WorkspaceOption = None) -> None:
    """The eight core skills: proven, or by which step they will be."""
    from checker import console
    from checker.curriculum import SKILLS

    study = open_study(workspace)
    if format is Format.json:
        skills = {
            skill: any(s.id in study.progress.passed for s in console.proving(study.course, skill))
            for skill in SKILLS
        }
        return print_json(skills)
    return console.show_skills(make_look(format), study.course, study.progress)


@app.command()
def read(name: LessonArgument = None, workspace: WorkspaceOption = None) -> None:
    """Read a lesson here in the terminal."""
    study = open_study(workspace)
    lesson, _ = study.find(name)
    look = make_look(Format.auto)
    with look.pager():
        look.markdown(lesson.reading)


@app.command()
def hint(name: StepArgument = None, workspace: WorkspaceOption = None) -> None:
    """A hint, a little more each time. Without a step: for the next one to do."""
    from checker import console

    study = open_study(workspace)
    _, step = study.step(name)
    look = make_look(Format.auto)
    console.show_hint(look, study.hint(step))
    notice(look, study.notice)


@app.command()
def solution(
    name: NameArgument = None, spoil: SpoilOption = False, workspace: WorkspaceOption = None
) -> None:
    """Our code for a step, or for the whole lesson."""
    from checker import console

    study = open_study(workspace)
    lesson, step = study.find(name)
    _ask_before_spoiling(study, lesson, step, spoil)
    files = study.reveal(lesson) if step is None else ()
    folder = files[0].parent if files else None
    code, whys = study.solution(lesson, step), study.whys(lesson, step)
    console.show_solution(make_look(Format.auto), code, whys, folder)


@app.command()
def diff(
    name: NameArgument = None, spoil: SpoilOption = False, workspace: WorkspaceOption = None
) -> None:
    """Your code beside ours, and why ours does it so."""
    from checker import console

    study = open_study(workspace)
    lesson, step = study.find(name)
    _ask_before_spoiling(study, lesson, step, spoil)
    console.show_diff(make_look(Format.auto), study.diff(lesson, step))


def _ask_before_spoiling(study: Any, lesson: Any, step: Any, spoil: bool) -> None:
    if study.has_passed(lesson, step):
        return
    if not spoil:
        why = study.why_not_yet(lesson, step)
        if not sys.stdin.isatty():
            raise UsageError(why, "To see it all the same, add: --spoil")
        typer.confirm(f"{why} Show our code all the same?", abort=True)
    study.spoil(lesson, step)


@app.command()
def certificate(
    name: Annotated[str, typer.Option("--name", help="Your name, as it should stand there.")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """What you have done, and a certificate to show, once every step has passed."""
    from checker.console import show_ending

    study = open_study(workspace)
    ending = study.certify(name)
    show_ending(make_look(Format.auto), ending)
    raise typer.Exit(1 if ending.missing else 0)


@app.command()
def review(
    check: Annotated[bool, typer.Option("--check", help="Check what you have written.")] = False,
    early: Annotated[bool, typer.Option("--early", help="Also what is not due yet.")] = False,
    format: FormatOption = Format.auto,
    workspace: WorkspaceOption = None,
) -> None:
    """Practice a few steps you have passed, in a copy beside your lessons."""
    from datetime import UTC, datetime

    from checker.review import Review

    if not check:
        study = open_study(workspace)
        return _show_review(study, format, Review(study).begin(datetime.now(UTC), early))
    with warm() as hosts:
        study = open_study(workspace)
        checked = Review(study).check(datetime.now(UTC), hosts)
    if format is Format.json:
        _show_review(study, format, checked.steps)
    else:
        from checker.console import show_reviewed

        show_reviewed(make_look(format, study), checked)
    raise typer.Exit(exit_code(checked.report))


def _show_review(study: Any, format: Format, steps: Any) -> None:
    if format is Format.json:
        return print_json(
            [{"step": p.brief.step.id, "file": p.brief.file, "line": p.brief.line,
              "status": p.state, "again": p.again or None} for p in steps]
        )  # fmt: skip
    from checker.console import show_review

    return show_review(make_look(format, study), steps)


@app.command()
def goto(
    name: Annotated[str, typer.Argument(metavar="LESSON", help="A lesson: 1.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Go to another lesson."""
    study = open_study(workspace)
    lesson, _ = study.find(name)
    study.goto(lesson)
    look = make_look(Format.auto)
    look.line(f"You are in lesson {lesson.number}: {lesson.title}", "bold")
    look.line("Go on with: course next")
