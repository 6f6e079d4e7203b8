"""Commands for services that grade: ``course autograder …``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from checker.commands.common import (
    CheckFormat,
    CheckFormatOption,
    Format,
    ReportsOption,
    exit_code,
    make_look,
    report_targets,
    tell_report,
)

app = typer.Typer(help="Ready folders for services that grade.", no_args_is_help=True)


FolderArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Where the files are written.")
]


SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source", help="Where the course comes from: a wheel, or git+https://…; by default here."
    ),
]


LessonsOption = Annotated[
    list[str] | None, typer.Option("--lesson", "-l", help="Only this lesson; can be repeated.")
]


@app.command()
def github(
    folder: FolderArgument, source: SourceOption = None, lesson: LessonsOption = None
) -> None:
    """A workflow for the repositories of a GitHub Classroom."""
    _automate("github", folder, source, lesson)
    make_look(Format.auto).line("Commit these to the repository that the assignment starts from.")


@app.command()
def gradescope(
    folder: FolderArgument, source: SourceOption = None, lesson: LessonsOption = None
) -> None:
    """An autograder for Gradescope."""
    _automate("gradescope", folder, source, lesson)
    make_look(Format.auto).line("Upload autograder.zip to the assignment.")


@app.command()
def docker(folder: FolderArgument, source: SourceOption = None) -> None:
    """An image that grades folders of submissions."""
    _automate("docker", folder, source)
    make_look(Format.auto).line(f"Build it with: docker build -t course-grader {folder}")


def _automate(kind: Any, folder: Path, source: str | None, names: list[str] | None = None) -> None:
    from checker import automation
    from checker.curriculum import bundled

    course = bundled()
    lessons = [course.lesson(name) for name in names or []]
    supplied = automation.supply(course, source)
    for path in automation.write(automation.folder(kind, supplied, lessons), folder):
        make_look(Format.auto).raw(str(path))


@app.command()
def judge(
    submission: Annotated[
        Path, typer.Argument(metavar="SUBMISSION", help="The folder that was handed in.")
    ],
    lesson: LessonsOption = None,
    format: CheckFormatOption = CheckFormat.auto,
    reports: ReportsOption = None,
    sandbox: Annotated[
        bool | None,
        typer.Option("--sandbox/--no-sandbox", help="Demand one, or none; by default if there is."),
    ] = None,
) -> None:
    """Judge one submission; what those folders run."""
    from checker import plain
    from checker import sandbox as sandboxes
    from checker.curriculum import bundled
    from checker.grading.layout import lesson_ids
    from checker.grading.single import judge

    course, targets = bundled(), report_targets(reports)
    if sandbox:
        sandboxes.require()
    without = "" if sandbox else "asked for" if sandbox is False else sandboxes.missing()
    if without:
        sys.stderr.write(f"No sandbox ({without}): their code runs as you.\n")
    grade = judge(course, submission, lesson_ids(course, lesson or []), not without)
    report: Any = grade.report
    for told in (*grade.notes, *(fault.summary for fault in report.faults)):
        sys.stderr.write(f"{plain.line(told)}\n")
    tell_report(format, report, targets, course)
    raise typer.Exit(exit_code(report))
