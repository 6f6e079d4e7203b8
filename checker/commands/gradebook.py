"""Commands on grades: ``course gradebook …``."""

from __future__ import annotations

import getpass
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from checker.commands.common import (
    Format,
    make_look,
    notice,
    print_json,
)
from checker.errors import UsageError

app = typer.Typer(help="Grades: how they came to be, and by hand.", no_args_is_help=True)


class GradesFormat(StrEnum):
    auto = "auto"
    plain = "plain"
    json = "json"
    csv = "csv"


class RulesFormat(StrEnum):
    auto = "auto"
    plain = "plain"
    json = "json"


class Counts(StrEnum):
    best = "best"
    latest = "latest"


class Gives(StrEnum):
    steps = "steps"
    checks = "checks"


class Lms(StrEnum):
    canvas = "canvas"
    moodle = "moodle"


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a container may have none
        return "unknown"


BookArgument = Annotated[
    Path, typer.Argument(metavar="SUBMISSIONS", help="What was graded, or its gradebook.")
]


LearnerArgument = Annotated[str, typer.Argument(metavar="LEARNER")]


ReasonOption = Annotated[str, typer.Option(help="Why; it is kept with the grade.")]


AuthorOption = Annotated[str, typer.Option(help="Who decides.", default_factory=_user)]


OutputOption = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Write here.")]


@contextmanager
def open_book(place: Path) -> Iterator[Any]:
    """The gradebook of these submissions; says how to make one where there is none."""
    from checker.curriculum import bundled
    from checker.grading.gradebook import BUSY, Gradebook, beside

    def slow() -> None:
        sys.stderr.write(f"If another program holds {path}, this waits up to {BUSY} s for it.\n")

    path = beside(place)
    if not path.is_file():
        raise UsageError(f"There is no gradebook {path}.", f"Make it with: {_grade(place)}")
    with Gradebook(path, bundled().lessons, slow=slow) as opened:
        yield opened


def _grade(place: Path) -> str:
    """The command that judges what a gradebook, or its class, is about."""
    from checker.grading.gradebook import beside

    graded = place.parent if beside(place) == place else place
    return f"course grade {shlex.quote(str(graded))}"


@app.command()
def show(
    place: BookArgument,
    learner: LearnerArgument = "",
    format: Annotated[
        GradesFormat, typer.Option("--format", help="json or csv for programs.")
    ] = GradesFormat.auto,
) -> None:
    """Grades, after deadlines and by hand; of one learner, how they came to be."""
    from checker.curriculum import bundled
    from checker.gradebook_view import show_newcomer, show_story
    from checker.grading import overview
    from checker.standings_view import show_standings

    lessons = bundled().lessons
    look = make_look(Format.plain if format is GradesFormat.plain else Format.auto)
    with open_book(place) as opened:
        changes = opened.changes(learner) if learner else []
        records, rulebook = opened.records(learner or None), opened.rulebook()
        judged = opened.about(lessons)
    if format is GradesFormat.csv:
        made = overview.changes_csv(changes) if learner else overview.to_csv(records, judged)
        sys.stdout.write(made)
    elif format is GradesFormat.json and learner and records:
        print_json(overview.story(records[0], changes, judged))
    elif format is GradesFormat.json:
        print_json(overview.to_json(records, judged))
    elif not learner:
        show_standings(look, records, judged)
    elif records:
        show_story(look, records[0], changes, rulebook, lessons, judged)
    else:
        show_newcomer(look, learner, rulebook, lessons)


@app.command()
def rules(
    place: BookArgument,
    all: Annotated[bool, typer.Option("--all", help="Also what was replaced or removed.")] = False,
    format: Annotated[
        RulesFormat, typer.Option("--format", help="json for programs.")
    ] = RulesFormat.auto,
) -> None:
    """What is in force: deadlines, extensions, points by hand, and who decided it, and why."""
    from checker.curriculum import bundled
    from checker.gradebook_view import show_rules
    from checker.grading.overview import rules_json

    with open_book(place) as opened:
        rulebook = opened.rulebook()
    if format is RulesFormat.json:
        print_json(rules_json(rulebook))
    else:
        show_rules(
            make_look(Format(format.value)),
            rulebook,
            bundled().lessons,
            all,
            shlex.quote(str(place)),
        )


@app.command()
def remove(
    place: BookArgument,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="From course gradebook rules: deadline-1.")
    ],
    reason: ReasonOption,
    author: AuthorOption,
) -> None:
    """Let a deadline, an extension or points by hand hold no longer; the record keeps them."""
    from checker.curriculum import bundled
    from checker.gradebook_view import show_removal

    with open_book(place) as opened:
        decision = opened.remove(name, reason, author)
    show_removal(make_look(Format.auto), decision, bundled().lessons, f"{reason} ({author})")


@app.command()
def override(
    place: BookArgument,
    learner: LearnerArgument,
    lesson: Annotated[str, typer.Argument(metavar="LESSON")],
    reason: ReasonOption,
    author: AuthorOption,
    points: Annotated[
        float | None, typer.Option(min=0, help="Without it: as judged again.")
    ] = None,
) -> None:
    """Give points for a lesson by hand, or take that back. The learner reads the reason."""
    from checker.curriculum import bundled
    from checker.gradebook_view import show_override, show_removal

    lessons = bundled().lessons
    found = bundled().lesson(lesson)
    if points is not None and points > found.max_points:
        raise UsageError(
            f"Lesson {found.number} has {found.max_points} points.",
            f"Give at most {found.max_points}.",
        )
    with open_book(place) as opened:
        decision = opened.override(learner, found.id, points, reason, author)
        [record] = opened.records(learner)
    if points is None:
        show_removal(make_look(Format.auto), decision, lessons, f"{reason} ({author})")
    else:
        show_override(make_look(Format.auto), decision, record, lessons)


@app.command()
def deadline(
    place: BookArgument,
    due: Annotated[str, typer.Argument(metavar="TIME", help="2026-12-01T23:59+01:00, or a day.")],
    author: AuthorOption,
    reason: ReasonOption = "deadline set",
    lesson: Annotated[str | None, typer.Option("--lesson", "-l", help="Only this one.")] = None,
    learner: Annotated[str | None, typer.Option(help="Only for this learner.")] = None,
    late: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=100,
            help="Percent that each day begun takes off. Without it, as it was; for a learner, "
            "as for everybody; at first, late work gets no points.",
        ),
    ] = None,
    ahead: Annotated[
        bool, typer.Option("--ahead", help="The learner has not handed in anything yet.")
    ] = False,
) -> None:
    """Set when lessons are due; grades change at once, and say why."""
    from checker.curriculum import bundled
    from checker.gradebook_view import show_deadline
    from checker.grading.submissions import moment

    name = bundled().lesson(lesson).id if lesson else None
    share = None if late is None else late / 100
    with open_book(place) as opened:
        when = moment(due, "The deadline")
        decision = opened.deadline(when, share, reason, author, name, learner, ahead)
    show_deadline(make_look(Format.auto), decision, bundled().lessons, late is not None)


@app.command()
def policy(
    place: BookArgument,
    counts: Annotated[Counts, typer.Argument(metavar="best|latest")],
    author: AuthorOption,
    reason: ReasonOption = "policy set",
) -> None:
    """Set which attempt counts: the best, or the latest."""
    from checker.gradebook_view import show_changed

    with open_book(place) as opened:
        changes = opened.policy(counts.value, reason, author)
    words = f"From now on, the {counts.value} attempt counts."
    show_changed(make_look(Format.auto), words, changes)


@app.command()
def credit(
    place: BookArgument,
    gives: Annotated[Gives, typer.Argument(metavar="steps|checks")],
    author: AuthorOption,
    reason: ReasonOption = "credit set",
) -> None:
    """Set what gives points: whole steps, or the checks in a step too."""
    from checker.gradebook_view import show_changed

    with open_book(place) as opened:
        changes = opened.credit(gives is Gives.checks, reason, author)
    share = "a share of" if gives is Gives.checks else "none of"
    words = f"From now on, a step that does not pass gives {share} its points."
    show_changed(make_look(Format.auto), words, changes)


@app.command()
def sheet(
    place: BookArgument,
    kind: Annotated[Lms, typer.Argument(metavar="canvas|moodle")],
    roster: Annotated[
        Path, typer.Option(help="The CSV that it exported.", exists=True, dir_okay=False)
    ],
    output: OutputOption = Path("grades.csv"),
    lessons: Annotated[
        bool, typer.Option("--lessons", help="A column for each lesson too (Canvas).")
    ] = False,
    lesson: Annotated[
        list[str] | None,
        typer.Option("--lesson", "-l", help="Sum only this lesson; can be repeated."),
    ] = None,
) -> None:
    """Write grades as CSV that Canvas or Moodle imports."""
    from checker import storage
    from checker.curriculum import bundled
    from checker.formats import export, sheets
    from checker.grade_view import show_sheet
    from checker.grading.classbook import rows
    from checker.grading.gradebook import beside
    from checker.grading.layout import lesson_ids

    if lessons and kind is not Lms.canvas:
        raise UsageError("Columns for lessons are for Canvas alone.", "Leave --lessons out.")
    storage.keep_apart(output, roster, beside(place), place)
    wanted = lesson_ids(bundled(), lesson or [])
    with open_book(place) as opened:
        storage.keep_out(output, _work(opened, place), "--output")
        storage.keep_others(output, lambda data: _is_sheet(output, data))
        found = rows(opened, wanted)
    judged = [one for one in wanted if any(one.title in row.lessons for row in found)]
    if not judged:
        raise _unjudged(wanted, place)
    text, note = export.decoded(storage.read(roster))
    each = {one.title: one.max_points for one in judged} if lessons else None
    sheet = (
        sheets.canvas(text, found, lessons=each)
        if kind is Lms.canvas
        else sheets.moodle(text, found)
    )
    storage.write(output, sheet.text.encode())
    look = make_look(Format.auto)
    notice(look, note)
    left_out = [one.number for one in wanted if one not in judged]
    show_sheet(look, sheet, str(output), len(found), left_out, _grade(place))


def _work(book: Any, place: Path) -> list[Path]:
    """What was handed in: what the gradebook knows of, and what came since."""
    from checker.grading.classbook import handed_in
    from checker.grading.submissions import find

    known = handed_in(book)
    if place.is_dir():
        with suppress(UsageError):  # they may have been taken away
            known += find(place)
    return [one.path for one in known]


def _is_sheet(path: Path, data: bytes) -> bool:
    """Whether a file can be a sheet that was written before; a list of submissions is none."""
    from checker.formats.export import decoded

    head = decoded(data)[0].partition("\n")[0].casefold()
    columns = {name.strip(' "') for name in re.split("[,;\t]", head)}
    return path.suffix.lower() == ".csv" and not {"learner", "path"} <= columns


def _unjudged(lessons: Any, place: Path) -> UsageError:
    from checker.pages.classroom import lessons_named

    some = lessons_named(one.number for one in lessons)
    it = "it" if len(lessons) == 1 else "them"
    return UsageError(
        f"Nobody has a grade in {some}.",
        f"Grade {it} first, with: {_grade(place)}",
    )
