"""Commands that judge a class, and report on it."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from checker.commands.common import (
    Format,
    complain,
    make_look,
    print_json,
)
from checker.commands.gradebook import (
    BookArgument,
    GradesFormat,
    OutputOption,
    open_book,
)
from checker.errors import UsageError

app = typer.Typer()


@app.command(rich_help_panel="For instructors")
def grade(
    submissions: Annotated[
        Path,
        typer.Argument(
            metavar="SUBMISSIONS",
            help="A folder with one a learner, or a CSV: learner,path.",
            readable=False,  # said in our own words
        ),
    ],
    lesson: Annotated[
        list[str] | None, typer.Option("--lesson", "-l", help="Only this lesson; can be repeated.")
    ] = None,
    learner: Annotated[
        list[str] | None, typer.Option("--learner", help="Only this one; can be repeated.")
    ] = None,
    format: Annotated[
        GradesFormat, typer.Option("--format", help="json or csv for programs.")
    ] = GradesFormat.auto,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many at once; one a core by default.")
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox/--no-sandbox", help="Run their code in a sandbox.")
    ] = True,
    gradebook: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where verdicts are kept; beside the submissions."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Judge what is known already, too.")
    ] = False,
    before: Annotated[
        str | None,
        typer.Option(
            "--again-before", metavar="TIME", help="Of that, only what was judged before then."
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A dask cluster's, such as tcp://host:8786."),
    ] = None,
) -> None:
    """Judge a folder of submissions, each in a sandbox of its own.

    Verdicts are kept in a gradebook: a second run goes on where one stopped, and judges
    what is new.
    """
    from checker.curriculum import bundled
    from checker.grade_view import follow
    from checker.grading.executors import cluster, local
    from checker.grading.gradebook import Gradebook, beside
    from checker.grading.grader import Grader
    from checker.grading.layout import lesson_ids
    from checker.grading.submissions import find, left_out, moment, of
    from checker.sandbox import require

    course = bundled()
    anew = moment(before, "--again-before") if before else datetime.now(UTC) if again else None
    lessons = lesson_ids(course, lesson or [])
    found = of(find(submissions), learner or [])
    strays = [] if learner else left_out(submissions)
    if sandbox and scheduler is None:
        require()
    place = partial(cluster, scheduler, sandbox) if scheduler else partial(local, workers)
    grades: dict[Any, Any] = {}
    stopped = False
    whole = format is GradesFormat.json
    path = gradebook or beside(submissions)
    with Gradebook(path, lessons, sandbox, anew, whole, writes=True) as known:
        try:
            with (
                follow(len(found), format is GradesFormat.plain) as view,
                closing(
                    Grader(course, lessons, sandbox, place, known, view.begun).grade(found)
                ) as ready,
            ):
                for submission, one in ready:
                    grades[submission] = one
                    view.judged(one)
        except KeyboardInterrupt:
            stopped = True
        done = known.counted([grades[one] for one in found if one in grades])
    within = "bubblewrap" if sandbox else "none"
    alone = again and workers == 1
    shown = gradebook or submissions
    _print_grades(format, done, lessons, within, len(found), shown, strays, alone)
    if stopped:
        left = f"Stopped: {len(found) - len(done)} of {len(found)} were not judged."
        complain(left, f"Run the same command {_on(anew, before)} to go on from here.", 130)
        raise SystemExit(130)
    unkept = [one.unkept for one in done if one.unkept]
    if unkept:
        raise UsageError(
            f"{len(unkept)} of {len(done)} verdicts were not kept. {unkept[0]}",
            "See that the folder can be written to and has room, and that no other program holds "
            f"the file. Then run the same command {_on(anew, before)}: it judges what is left.",
        )
    raise typer.Exit(int(any(one.report is None for one in done)))


def _on(anew: datetime | None, before: str | None) -> str:
    """With what a command goes on where it stopped: with all anew, it would begin anew."""
    if anew is None or before:
        return "again"
    return f"with --again-before {anew:%Y-%m-%dT%H:%M:%SZ} instead of --again"


@app.command(rich_help_panel="For instructors")
def report(
    submissions: BookArgument,
    output: OutputOption = Path("class.html"),
    feedback: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A page for each learner, in there.")
    ] = None,
    title: Annotated[str, typer.Option(help="What the class is called.")] = "",
    gradebook: Annotated[
        Path | None, typer.Option(metavar="FILE", help="If it is not beside the submissions.")
    ] = None,
) -> None:
    """Write one page about the class, and one for each learner."""
    from urllib.parse import quote

    from checker import storage
    from checker.curriculum import bundled
    from checker.grade_view import show_pages
    from checker.grading.classbook import classroom, handed_in, similar
    from checker.grading.gradebook import beside
    from checker.grading.submissions import find

    try:
        from checker.pages.feedback import write_feedback
        from checker.pages.page import is_page, write_class_page
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed.", "pip install -e '.[grade]'") from None
    course = bundled()
    book = beside(gradebook or submissions)
    storage.keep_apart(output, book)
    found = None if book == submissions else find(submissions)
    with open_book(book) as opened:
        found = handed_in(opened) if found is None else found
        _keep_out(output, feedback, submissions, [one.path for one in found])
        storage.keep_others(output, is_page)
        made = classroom(opened, course.lessons, title, similar(course, found))
    links = {}
    if feedback is not None:
        start = output.resolve().parent
        names = write_feedback(made, feedback)
        links = {
            learner: quote(os.path.relpath(feedback.resolve() / name, start).replace(os.sep, "/"))
            for learner, name in names.items()
        }
    write_class_page(made, output, links)
    learners = [one.learner for one in found]
    show_pages(make_look(Format.auto), made, str(output), str(feedback or ""), learners)


def _keep_out(
    output: Path, feedback: Path | None, submissions: Path, handed_in: list[Path]
) -> None:
    """Pages go neither into what somebody handed in, nor where they would be taken for it."""
    from checker import storage
    from checker.grading.submissions import ending

    storage.keep_out(output, handed_in, "--output")
    if ending(output.name):
        raise UsageError(
            f"{output} has the name of an archive.", "Give it the ending .html, with --output."
        )
    if feedback is None:
        return
    storage.keep_out(feedback, handed_in, "--feedback")
    if submissions.is_dir() and feedback.resolve().parent == submissions.resolve():
        raise UsageError(
            f"{feedback} would be taken for a submission, for it lies among them.",
            "Give a folder outside of it, with --feedback.",
        )


def _print_grades(
    format: GradesFormat,
    grades: Any,
    lessons: Any,
    sandbox: str,
    total: int,
    place: Path,
    left_out: list[str],
    alone: bool,
) -> None:
    from checker.grading.grade import to_csv, to_json

    if format is GradesFormat.json:
        print_json(to_json(grades, sandbox, left_out))
    elif format is GradesFormat.csv:
        sys.stdout.write(to_csv(grades, lessons, sandbox))
        if left_out:
            sys.stderr.write(f"Left out, no folder, zip or tar file: {', '.join(left_out)}\n")
    else:
        from checker.console import Look, show_grades
        from checker.grade_view import show_troubles
        from checker.gradebook_view import show_counted
        from checker.grading.troubles import strays, troubles

        look = Look(True if format is GradesFormat.plain else None)
        show_grades(look, grades, sandbox, total)
        show_counted(look, grades, shlex.quote(str(place)))
        show_troubles(look, (*troubles(grades, alone), *strays(left_out)))
