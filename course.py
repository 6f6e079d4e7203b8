"""The ``course`` command: parse, one call, render, exit code."""

from __future__ import annotations

import getpass
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from checker import __version__, plain
from checker.errors import CourseError, UsageError

app = typer.Typer(
    name="course",
    help="FastAPI the way it is used in production, checked as you write.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
dev = typer.Typer(help="For authors of the course.", no_args_is_help=True)
new = typer.Typer(help="Write a lesson or a step that works, to be edited.")
dev.add_typer(new, name="new")
app.add_typer(dev, name="dev", rich_help_panel="For authors")
book = typer.Typer(help="Grades: how they came to be, and by hand.", no_args_is_help=True)
app.add_typer(book, name="gradebook", rich_help_panel="For instructors")
auto = typer.Typer(help="Ready folders for services that grade.", no_args_is_help=True)
app.add_typer(auto, name="autograder", rich_help_panel="For instructors")


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


# -- studying ------------------------------------------------------------------------------


def _version(wanted: bool) -> None:
    if wanted:
        print(f"course {__version__}")  # noqa: T201
        raise typer.Exit


@app.callback(invoke_without_command=True)
def where(
    context: typer.Context,
    format: FormatOption = Format.auto,
    workspace: WorkspaceOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """FastAPI the way it is used in production, checked as you write.

    Without a command: where you are, and what to do now.
    """
    if workspace is not None:
        os.environ["COURSE_WORKSPACE"] = str(workspace)
    if context.invoked_subcommand is None:
        study = _study(None)
        if format is Format.json:
            return _print_json({"lesson": study.lesson.id, "passed": sorted(study.progress.passed)})
        from checker import console

        look = _look(format)
        console.show_where(look, study)
        _notice(look, study.notice)
        if _wants_watch(look):
            watch(format)
    return None


def _wants_watch(look: Any) -> bool:
    """Ask whether to start it; where nobody can answer, the answer is no."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("CI"):
        return False
    look.line()
    look.line("Press Enter to start course watch, or type q to leave.", "bold")
    try:
        sys.stdout.write("> ")
        sys.stdout.flush()
        answer = sys.stdin.readline()  # input() can miss a Ctrl-C that comes early
    except KeyboardInterrupt:
        answer = ""
    if not answer.endswith("\n"):
        look.line()
    return answer != "" and not answer.strip()


@app.command("next")
def next_(format: FormatOption = Format.auto, workspace: WorkspaceOption = None) -> None:
    """Check the current lesson, and move on once it passes."""
    hosts = _warm()
    with hosts:
        study = _study(workspace)
        lesson = study.lesson
        if study.untouched(lesson) and format is not Format.json:
            _welcome(study, format)
            return
        with _progress(format, study.course, [lesson]) as tell:
            verdict = study.next(hosts, tell)
    if format is Format.json:
        _print_json(verdict.report.to_json())
    else:
        from checker import console

        look = _look(format, study)
        step = verdict.open
        brief = verdict.following or (study.brief(lesson, step) if step else None)
        console.show_verdict(look, verdict, brief)
        if verdict.finished:
            look.line()
            console.show_ending(look, study.ending())
        _notice(look, study.notice)
    raise typer.Exit(_code(verdict.report))


def _welcome(study: Any, format: Format) -> None:
    from checker import console

    lesson = study.lesson
    look = _look(format, study)
    step = study.open_step(lesson) or lesson.steps[0]
    console.show_welcome(look, lesson, study.brief(lesson, step))
    study.stay()
    _notice(look, study.notice)


@app.command()
def watch(
    format: FormatOption = Format.auto,
    plain: Annotated[bool, typer.Option("--plain", help="Words only, block by block.")] = False,
    poll: Annotated[
        bool, typer.Option("--poll", help="Look for saves, don't wait for them.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Check the current lesson at every save, until you quit."""
    from checker.ahead import Ahead
    from checker.replay import Replays
    from checker.terminal import Keys
    from checker.watch import (
        Checks,
        Files,
        Key,
        Redraw,
        Resized,
        Watch,
        checker,
        preparer,
    )
    from checker.watch_view import View

    with _warm() as hosts:
        study = _study(workspace)
        look = _look(Format.plain if plain else format, study)
        keys = Keys(
            lambda key: loop.events.put(Key(key)),
            lambda: loop.events.put(Redraw()),
            lambda: loop.events.put(Resized()),
        )
        view = View(look, keys.paused, sys.stdin.isatty())
        ahead = Ahead(hosts)
        checks = Checks(
            checker(study, ahead), lambda event: loop.events.put(event), preparer(study, ahead)
        )
        loop = Watch(study, view, checks, study.lesson)
        loop.replay = Replays(loop.events.put).start
        lessons = study.workspace.root / "lessons"
        files = Files(lessons, study.workspace.state / "probe", loop.events.put, poll)
        stopped = False
        with keys:
            try:
                files.start()
                if files.polling:
                    look.line("This file system does not report saves: it is looked at instead.")
                loop.run()
            except KeyboardInterrupt:
                stopped = True
            finally:
                files.stop()
                view.close()
                checks.cancel()
                checks.wait()
                ahead.close()
    look.line("Your files are as you saved them. Come back with: course watch")
    if stopped:
        raise SystemExit(130)


@app.command()
def check(
    name: NameArgument = None,
    all: Annotated[bool, typer.Option("--all", "-a", help="Every lesson.")] = False,
    format: CheckFormatOption = CheckFormat.auto,
    reports: ReportsOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Check a lesson or a step, and stay where you are. For grading: --all."""
    if all and name:
        raise UsageError(f"Say either {name} or --all, not both.", "Such as: course check --all")
    targets = _targets(reports)
    with _warm() as hosts:
        study = _study(workspace)
        lesson, step = study.find(name)
        lessons = list(study.course.lessons) if all else [lesson]
        before = study.progress
        with _progress(_shown(format), study.course, lessons) as tell:
            report = study.check(lessons, [step.id] if step else None, hosts, tell)
    people = _shown(format) is not Format.json
    todo = {s for le in lessons for s in study.verdict(report, le, before).todo} if people else ()
    _tell(format, report, targets, study.course, study, todo)
    raise typer.Exit(_code(report))


def _shown(format: CheckFormat) -> Format:
    """How people see it, if it is for people."""
    return Format(format.value) if format.value in Format.__members__ else Format.json


def _tell(
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
    if _shown(format) is Format.json:
        from checker.formats.catalog import FORMATS

        sys.stdout.write(FORMATS[format](report))
        return
    from checker import console

    look = _look(_shown(format), study)
    if format is CheckFormat.problems:
        console.show_problems(look, report)
    else:
        console.show_report(look, course, report, todo)
        _notice(look, study.notice if study else "")


def _targets(words: list[str] | None) -> list[Any]:
    if not words:
        return []
    from checker.formats.catalog import target

    return [target(one) for one in words]


@app.command("list")
def list_(format: FormatOption = Format.auto, workspace: WorkspaceOption = None) -> None:
    """Every lesson and step, and which have passed."""
    study = _study(workspace)
    if format is Format.json:
        passed = study.progress.passed
        lessons = [
            {"id": le.id, "title": le.title,
             "steps": [{"id": s.id, "title": s.title, "passed": s.id in passed} for s in le.steps]}
            for le in study.course.lessons
        ]  # fmt: skip
        return _print_json({"current": study.lesson.id, "lessons": lessons})
    from checker import console

    look = _look(format)
    console.show_list(look, study, study.lesson)
    return _notice(look, study.notice)


@app.command()
def status(format: FormatOption = Format.auto, workspace: WorkspaceOption = None) -> None:
    """The eight core skills: proven, or by which step they will be."""
    from checker import console
    from checker.curriculum import SKILLS

    study = _study(workspace)
    if format is Format.json:
        skills = {
            skill: any(s.id in study.progress.passed for s in console.proving(study.course, skill))
            for skill in SKILLS
        }
        return _print_json(skills)
    return console.show_skills(_look(format), study.course, study.progress)


@app.command()
def read(name: LessonArgument = None, workspace: WorkspaceOption = None) -> None:
    """Read a lesson here in the terminal."""
    study = _study(workspace)
    lesson, _ = study.find(name)
    look = _look(Format.auto)
    with look.pager():
        look.markdown(lesson.reading)


@app.command()
def hint(name: StepArgument = None, workspace: WorkspaceOption = None) -> None:
    """A hint, a little more each time. Without a step: for the next one to do."""
    from checker import console

    study = _study(workspace)
    _, step = study.step(name)
    look = _look(Format.auto)
    console.show_hint(look, study.hint(step))
    _notice(look, study.notice)


@app.command()
def solution(
    name: NameArgument = None, spoil: SpoilOption = False, workspace: WorkspaceOption = None
) -> None:
    """Our code for a step, or for the whole lesson."""
    from checker import console

    study = _study(workspace)
    lesson, step = study.find(name)
    _ask_before_spoiling(study, lesson, step, spoil)
    files = study.reveal(lesson) if step is None else ()
    folder = files[0].parent if files else None
    code, whys = study.solution(lesson, step), study.whys(lesson, step)
    console.show_solution(_look(Format.auto), code, whys, folder)


@app.command()
def diff(
    name: NameArgument = None, spoil: SpoilOption = False, workspace: WorkspaceOption = None
) -> None:
    """Your code beside ours, and why ours does it so."""
    from checker import console

    study = _study(workspace)
    lesson, step = study.find(name)
    _ask_before_spoiling(study, lesson, step, spoil)
    console.show_diff(_look(Format.auto), study.diff(lesson, step))


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

    study = _study(workspace)
    ending = study.certify(name)
    show_ending(_look(Format.auto), ending)
    raise typer.Exit(1 if ending.missing else 0)


@app.command()
def reset(
    name: NameArgument = None, yes: YesOption = False, workspace: WorkspaceOption = None
) -> None:
    """Put a lesson or a step back to how it was when it was new. Can be undone."""
    study = _study(workspace)
    lesson, step = study.find(name)
    what = f"step {step.id}" if step else f"lesson {lesson.number}"
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"This puts {what} back to its start.", "To do it, add: --yes")
        typer.confirm(f"Put {what} back to its start? You can undo it.", abort=True)
    study.reset(lesson, step)
    look = _look(Format.auto)
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

    study = _study(workspace)
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
    look = _look(Format.auto)
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

    study = _study(workspace)
    wanted = study.find(name)[0].id if name else ""
    states = [s for s in study.workspace.history.states if wanted in {"", s.lesson}]
    if not states:
        notice = study.workspace.history.notice
        raise UsageError("Nothing has been kept yet.", notice or "Begin with: course next")
    show_history(_look(Format.auto), study.workspace, states[-many:])


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
    study = _study(workspace)
    state = study.workspace.history.number(number)
    if state is None:
        raise UsageError(f"There is no state {number}.", "See them with: course history")
    lesson = study.course.lesson(state.lesson)
    with study.workspace.locked():
        study.workspace.restore(lesson, state)
    look = _look(Format.auto)
    look.line(f"Lesson {lesson.number} is as it was at {when(state.time)}.")
    look.line(f"What was there is kept. Take this back with: course undo {lesson.number}")


@app.command()
def edit(
    name: NameArgument = None,
    review: Annotated[bool, typer.Option("--review", help="In the copy of a review.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Open your editor at the TODO: $VISUAL, $EDITOR, or VS Code."""
    from checker.serving import editor

    study = _study(workspace)
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
        study = _study(workspace)
        return _show_review(study, format, Review(study).begin(datetime.now(UTC), early))
    with _warm() as hosts:
        study = _study(workspace)
        checked = Review(study).check(datetime.now(UTC), hosts)
    if format is Format.json:
        _show_review(study, format, checked.steps)
    else:
        from checker.console import show_reviewed

        show_reviewed(_look(format, study), checked)
    raise typer.Exit(_code(checked.report))


def _show_review(study: Any, format: Format, steps: Any) -> None:
    if format is Format.json:
        return _print_json(
            [{"step": p.brief.step.id, "file": p.brief.file, "line": p.brief.line,
              "status": p.state, "again": p.again or None} for p in steps]
        )  # fmt: skip
    from checker.console import show_review

    return show_review(_look(format, study), steps)


@app.command()
def goto(
    name: Annotated[str, typer.Argument(metavar="LESSON", help="A lesson: 1.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Go to another lesson."""
    study = _study(workspace)
    lesson, _ = study.find(name)
    study.goto(lesson)
    look = _look(Format.auto)
    look.line(f"You are in lesson {lesson.number}: {lesson.title}", "bold")
    look.line("Go on with: course next")


@app.command()
def run(
    name: LessonArgument = None,
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    workspace: WorkspaceOption = None,
) -> None:
    """Run your app with uvicorn; it starts again at every save."""
    from checker.serving import command, docs_url, require_free

    study = _study(workspace)
    lesson, _ = study.find(name)
    study.workspace.require(lesson, "main.py")
    require_free(port)
    folder = study.workspace.folder(lesson)
    look = _look(Format.auto)
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

    study = _study(workspace)
    found = tapes.load(study.tape, study.step(name)[1].id if name else "")
    start = f"course run {found.step.partition('.')[0]}" + (f" --port {port}" * (port != 8000))
    if format is Format.json:
        return _print_json({"step": found.step, "summary": found.summary, "requests": [
            asdict(played) for played in tapes.play(found, port, start)]})  # fmt: skip
    from checker.console import show_tape

    return show_tape(_look(format), found, tapes.play(found, port, start))


# -- setting up ----------------------------------------------------------------------------


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
) -> None:
    """Make a workspace of your own, anywhere."""
    from checker.curriculum import bundled
    from checker.workspace import init as make

    lessons = make(folder, bundled())
    look = _look(Format.auto)
    look.line(f"{folder} is ready, with {len(lessons)} lessons.", "bold")
    look.line(f"Begin with: cd {shlex.quote(str(folder))} && course next")


@app.command()
def update(format: FormatOption = Format.auto, workspace: WorkspaceOption = None) -> None:
    """Bring the installed course's newer texts in, and keep your work. Can be undone."""
    from checker.update import update as bring

    ledger = bring(_study(workspace).workspace)
    if format is Format.json:
        return _print_json(ledger.to_json())
    from checker.console import show_update

    return show_update(_look(format), ledger)


@app.command()
def doctor(format: FormatOption = Format.auto, workspace: WorkspaceOption = None) -> None:
    """Find out what keeps the course from working, and how to mend it."""
    from checker.doctor import examine

    findings = list(examine(lambda: _study(workspace)))
    wrong = [finding for finding in findings if not finding.ok]
    if format is Format.json:
        _print_json(
            [{"what": f.what, "seen": f.seen, "ok": f.ok, "remedy": f.remedy} for f in findings]
        )
    else:
        look = _look(format)
        for finding in findings:
            look.status(f"{finding.what}: {finding.seen}", "well" if finding.ok else "to mend")
            if finding.remedy:
                look.pair("Mend", finding.remedy)
        look.line(f"{len(wrong)} to mend." if wrong else "All is well.", "bold")
    raise typer.Exit(1 if wrong else 0)


# -- for authors ---------------------------------------------------------------------------


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
    from checker.grading.submissions import find, moment, of
    from checker.sandbox import require

    course = bundled()
    anew = moment(before, "--again-before") if before else datetime.now(UTC) if again else None
    lessons = lesson_ids(course, lesson or [])
    found = of(find(submissions), learner or [])
    if sandbox and scheduler is None:
        require()
    place = partial(cluster, scheduler, sandbox) if scheduler else partial(local, workers)
    grades: dict[Any, Any] = {}
    stopped = False
    whole = format is GradesFormat.json
    with Gradebook(gradebook or beside(submissions), lessons, sandbox, anew, whole) as known:
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
    _print_grades(format, done, lessons, within, len(found), gradebook or submissions)
    if stopped:
        left = f"Stopped: {len(found) - len(done)} of {len(found)} were not judged."
        _complain(left, f"Run the same command {_on(anew, before)} to go on from here.", 130)
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
def _book(place: Path) -> Iterator[Any]:
    from checker.curriculum import bundled
    from checker.grading.gradebook import Gradebook, beside

    path = beside(place)
    if not path.is_file():
        raise UsageError(f"There is no gradebook {path}.", f"Make it with: course grade {place}")
    with Gradebook(path, bundled().lessons) as opened:
        yield opened


@book.command("show")
def book_show(
    place: BookArgument,
    learner: LearnerArgument = "",
    format: Annotated[
        GradesFormat, typer.Option("--format", help="json or csv for programs.")
    ] = GradesFormat.auto,
) -> None:
    """Grades, after deadlines and by hand; of one learner, how they came to be."""
    from checker.curriculum import bundled
    from checker.gradebook_view import show_newcomer, show_standings, show_story
    from checker.grading import overview

    lessons = bundled().lessons
    look = _look(Format.plain if format is GradesFormat.plain else Format.auto)
    with _book(place) as opened:
        changes = opened.changes(learner) if learner else []
        records, rulebook = opened.records(learner or None), opened.rulebook()
    if format is GradesFormat.csv:
        made = overview.changes_csv(changes) if learner else overview.to_csv(records, lessons)
        sys.stdout.write(made)
    elif format is GradesFormat.json and learner and records:
        _print_json(overview.story(records[0], changes, lessons))
    elif format is GradesFormat.json:
        _print_json(overview.to_json(records, lessons))
    elif not learner:
        show_standings(look, records, lessons)
    elif records:
        show_story(look, records[0], changes, rulebook, lessons)
    else:
        show_newcomer(look, learner, rulebook, lessons)


@book.command("rules")
def book_rules(
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

    with _book(place) as opened:
        rulebook = opened.rulebook()
    if format is RulesFormat.json:
        _print_json(rules_json(rulebook))
    else:
        show_rules(_look(Format(format.value)), rulebook, bundled().lessons, all)


@book.command("remove")
def book_remove(
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

    with _book(place) as opened:
        decision = opened.remove(name, reason, author)
    show_removal(_look(Format.auto), decision, bundled().lessons, f"{reason} ({author})")


@book.command("override")
def book_override(
    place: BookArgument,
    learner: LearnerArgument,
    lesson: Annotated[str, typer.Argument(metavar="LESSON")],
    reason: ReasonOption,
    author: AuthorOption,
    points: Annotated[float | None, typer.Option(min=0, help="None: as judged again.")] = None,
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
    with _book(place) as opened:
        decision = opened.override(learner, found.id, points, reason, author)
        [record] = opened.records(learner)
    if points is None:
        show_removal(_look(Format.auto), decision, lessons, f"{reason} ({author})")
    else:
        show_override(_look(Format.auto), decision, record, lessons)


@book.command("deadline")
def book_deadline(
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
    with _book(place) as opened:
        when = moment(due, "The deadline")
        decision = opened.deadline(when, share, reason, author, name, learner, ahead)
    show_deadline(_look(Format.auto), decision, bundled().lessons, late is not None)


@book.command("policy")
def book_policy(
    place: BookArgument,
    counts: Annotated[Counts, typer.Argument(metavar="best|latest")],
    author: AuthorOption,
    reason: ReasonOption = "policy set",
) -> None:
    """Set which attempt counts: the best, or the latest."""
    from checker.gradebook_view import show_changed

    with _book(place) as opened:
        changes = opened.policy(counts.value, reason, author)
    words = f"From now on, the {counts.value} attempt counts."
    show_changed(_look(Format.auto), words, changes)


@book.command("credit")
def book_credit(
    place: BookArgument,
    gives: Annotated[Gives, typer.Argument(metavar="steps|checks")],
    author: AuthorOption,
    reason: ReasonOption = "credit set",
) -> None:
    """Set what gives points: whole steps, or the checks in a step too."""
    from checker.gradebook_view import show_changed

    with _book(place) as opened:
        changes = opened.credit(gives is Gives.checks, reason, author)
    share = "a share of" if gives is Gives.checks else "none of"
    words = f"From now on, a step that does not pass gives {share} its points."
    show_changed(_look(Format.auto), words, changes)


@book.command("sheet")
def book_sheet(
    place: BookArgument,
    kind: Annotated[Lms, typer.Argument(metavar="canvas|moodle")],
    roster: Annotated[Path, typer.Option(help="The CSV that it exported.", exists=True)],
    output: OutputOption = Path("grades.csv"),
    lessons: Annotated[
        bool, typer.Option("--lessons", help="A column for each lesson too (Canvas).")
    ] = False,
) -> None:
    """Write grades as CSV that Canvas or Moodle imports."""
    from checker import storage
    from checker.curriculum import bundled
    from checker.formats import sheets
    from checker.grade_view import show_sheet
    from checker.grading.classbook import rows
    from checker.grading.gradebook import beside

    if lessons and kind is not Lms.canvas:
        raise UsageError("Columns for lessons are for Canvas alone.", "Leave --lessons out.")
    storage.keep_apart(output, roster, beside(place))
    course = bundled()
    with _book(place) as opened:
        found = rows(opened, course.lessons)
    text = roster.read_text("utf-8-sig", errors="replace")
    each = {lesson.title: lesson.max_points for lesson in course.lessons} if lessons else None
    sheet = (
        sheets.canvas(text, found, lessons=each)
        if kind is Lms.canvas
        else sheets.moodle(text, found)
    )
    storage.write(output, sheet.text.encode())
    show_sheet(_look(Format.auto), sheet, str(output), len(found))


@app.command(rich_help_panel="For instructors")
def report(
    submissions: Annotated[Path, typer.Argument(metavar="SUBMISSIONS", help="What was graded.")],
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
    from checker.grading.classbook import classroom, similar
    from checker.grading.gradebook import beside
    from checker.grading.submissions import find

    try:
        from checker.pages.feedback import write_feedback
        from checker.pages.page import write_class_page
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed.", "pip install -e '.[grade]'") from None
    course = bundled()
    storage.keep_apart(output, beside(gradebook or submissions))
    found = find(submissions)
    with _book(gradebook or submissions) as opened:
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
    handed_in = [one.learner for one in found]
    show_pages(_look(Format.auto), made, str(output), str(feedback or ""), handed_in)


def _print_grades(
    format: GradesFormat, grades: Any, lessons: Any, sandbox: str, total: int, place: Path
) -> None:
    from checker.grading.grade import to_csv, to_json

    if format is GradesFormat.json:
        _print_json(to_json(grades, sandbox))
    elif format is GradesFormat.csv:
        sys.stdout.write(to_csv(grades, lessons, sandbox))
    else:
        from checker.console import Look, show_grades
        from checker.grade_view import show_troubles
        from checker.gradebook_view import show_counted
        from checker.grading.troubles import troubles

        look = Look(True if format is GradesFormat.plain else None)
        show_grades(look, grades, sandbox, total)
        show_counted(look, grades, shlex.quote(str(place)))
        show_troubles(look, troubles(grades))


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


@auto.command("github")
def autograder_github(
    folder: FolderArgument, source: SourceOption = None, lesson: LessonsOption = None
) -> None:
    """A workflow for the repositories of a GitHub Classroom."""
    _automate("github", folder, source, lesson)
    _look(Format.auto).line("Commit these to the repository that the assignment starts from.")


@auto.command("gradescope")
def autograder_gradescope(
    folder: FolderArgument, source: SourceOption = None, lesson: LessonsOption = None
) -> None:
    """An autograder for Gradescope."""
    _automate("gradescope", folder, source, lesson)
    _look(Format.auto).line("Upload autograder.zip to the assignment.")


@auto.command("docker")
def autograder_docker(folder: FolderArgument, source: SourceOption = None) -> None:
    """An image that grades folders of submissions."""
    _automate("docker", folder, source)
    _look(Format.auto).line(f"Build it with: docker build -t course-grader {folder}")


def _automate(kind: Any, folder: Path, source: str | None, names: list[str] | None = None) -> None:
    from checker import automation
    from checker.curriculum import bundled

    course = bundled()
    lessons = [course.lesson(name) for name in names or []]
    supplied = automation.supply(course, source)
    for path in automation.write(automation.folder(kind, supplied, lessons), folder):
        _look(Format.auto).raw(str(path))


@auto.command("judge")
def autograder_judge(
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

    course, targets = bundled(), _targets(reports)
    if sandbox:
        sandboxes.require()
    without = "" if sandbox else "asked for" if sandbox is False else sandboxes.missing()
    if without:
        sys.stderr.write(f"No sandbox ({without}): their code runs as you.\n")
    grade = judge(course, submission, lesson_ids(course, lesson or []), not without)
    report: Any = grade.report
    for told in (*grade.notes, *(fault.summary for fault in report.faults)):
        sys.stderr.write(f"{plain.line(told)}\n")
    _tell(format, report, targets, course)
    raise typer.Exit(_code(report))


@dev.command()
def stubs(name: LessonArgument = None) -> None:
    """Write what is derived from the solutions: lessons/ and each contract.json."""
    from checker import authoring
    from checker.curriculum import bundled

    course = bundled()
    lessons = [course.lesson(name)] if name else list(course.lessons)
    changed = authoring.write(course, lessons)
    look = _look(Format.auto)
    for path in changed:
        look.raw(str(path.relative_to(course.root)))
    look.line(f"{len(changed)} files written." if changed else "Everything is up to date.")


@dev.command()
def verify(
    name: LessonArgument = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core.")] = None,
) -> None:
    """Run stubs, solutions and every kept answer, and count what is judged wrongly."""
    from checker.console import show_outcomes
    from checker.curriculum import bundled
    from checker.verify import Verifier
    from checker.verify import verify as judged

    course = bundled()
    answers = course.root / "tests" / "answers"
    wanted = course.lesson(name).id if name else ""
    cases = [c for c in Verifier(course, answers).cases() if wanted in {"", c.lesson}]
    with _bar("Verifying", len(cases)) as tell:
        outcomes = []
        for outcome in judged(course.root, answers, cases, workers):
            outcomes.append(outcome)
            tell(outcome)
    wrong = show_outcomes(_look(Format.auto), course, outcomes)
    raise typer.Exit(1 if wrong else 0)


@dev.command()
def mutate(
    name: LessonArgument = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Only so many of them.")] = None,
    seed: Annotated[int, typer.Option(help="Which ones --sample takes.")] = 0,
) -> None:
    """Make small mistakes in the solutions, and count those that no check notices."""
    from checker.console import show_trials
    from checker.curriculum import bundled
    from checker.mutation.mutant import sample as some
    from checker.mutation.trials import listed, trials

    try:
        from checker.mutation.search import of_course
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{error.name} is not installed.", "Install what authors need: pip install -e '.[dev]'"
        ) from None
    course = bundled()
    mutants = of_course(course, [course.lesson(name)] if name else None)
    reasons = listed(course, mutants)
    chosen = some(mutants, sample, seed)
    order = {mutant: number for number, mutant in enumerate(chosen)}
    with _bar("Mutating", len(chosen)) as tell:
        found = []
        for trial in trials(course.root, chosen, reasons, workers):
            found.append(trial)
            tell(trial)
    found.sort(key=lambda trial: order[trial.mutant])
    raise typer.Exit(1 if show_trials(_look(Format.auto), course, found) else 0)


TitleArgument = Annotated[str, typer.Argument(metavar="TITLE", help="As learners read it.")]


@new.command("lesson")
def new_lesson(title: TitleArgument) -> None:
    """Write a lesson after the last one, with one step."""
    from checker import scaffold
    from checker.curriculum import bundled

    _wrote(scaffold.lesson(bundled(), title))


@new.command("step")
def new_step(
    name: Annotated[str, typer.Argument(metavar="LESSON", help="A lesson: 1.")],
    title: TitleArgument,
) -> None:
    """Write a step after the last one of a lesson."""
    from checker import scaffold
    from checker.curriculum import bundled

    course = bundled()
    lesson = course.lesson(name)
    _wrote(scaffold.step(course, lesson, title), lesson.id)


def _wrote(what: str, name: str = "") -> None:
    from checker import authoring
    from checker.curriculum import Course, course_root

    course = Course(course_root())
    lesson = course.lesson(name or what)
    authoring.write(course, [lesson])
    look = _look(Format.auto)
    look.line(f"{what} is written: a small example that works, for you to edit.")
    look.line(f"See that it does with: course dev verify {lesson.number}")


@dev.command()
def pictures() -> None:
    """Draw the README's pictures anew, from real checks."""
    from checker.curriculum import bundled
    from checker.pictures import draw

    course = bundled()
    for name, text in draw(course, course.root / "tests" / "answers").items():
        path = course.root / ".github" / name
        path.write_text(text, "utf-8", newline="\n")
        _look(Format.auto).raw(str(path.relative_to(course.root)))


@dev.command()
def schema() -> None:
    """The JSON Schema of course check --format json."""
    from checker.report import schema as published

    _print_json(published())


# -- shared --------------------------------------------------------------------------------


def _warm() -> Any:
    """A launcher that starts warming up now, before anything else is imported."""
    from checker.launcher import launcher
    from checker.preload import PRELOAD

    return launcher(PRELOAD)


def _study(workspace: Path | None) -> Any:
    from checker.curriculum import bundled
    from checker.study import Study

    return Study.open(bundled(), workspace)


def _look(format: Format, study: Any = None) -> Any:
    from checker.console import Look

    plain = None if format is Format.auto else format is not Format.rich
    return Look(plain, root=study.workspace.root if study else None)


def _notice(look: Any, text: str) -> None:
    if text:
        look.line(f"Note: {text}", "yellow")


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def _code(report: Any) -> int:
    if report.faults:
        return 3
    return 0 if report.passed else 1


@contextmanager
def _progress(format: Format, course: Any, lessons: Any) -> Iterator[Callable[[Any], None] | None]:
    """A bar while checks run, where people watch."""
    if format not in {Format.auto, Format.rich}:
        yield None
        return
    from checker.runner import count

    with _bar("Checking", count(lessons)) as tell:
        yield tell


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[Any], None]]:
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
    with Progress(*columns, left, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, advance=1)


def main() -> None:
    """Run the command line; never shows a traceback of ours."""
    try:
        code = app(standalone_mode=False)
    except CourseError as error:
        code = _complain(error.message, error.remedy, error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except typer.TyperException as error:
        text = error.format_message() if hasattr(error, "format_message") else str(error)
        ended = text if text.endswith(("?", "!")) else f"{text.rstrip('.')}."
        code = _complain(ended, _help(error), 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except Exception:
        code = _own_fault()
    if code == 130:
        _complain("Stopped. Your files are as you saved them.", "", code)
    raise SystemExit(code)


def _help(error: Any) -> str:
    """Where the command that was used wrongly tells how it is used."""
    context: Any = getattr(error, "ctx", None)
    names = context.command_path.split()[1:] if context else []
    alone = names and not hasattr(context.command, "commands")
    what = "how it is used" if alone else "all commands"
    return f"See {what} with: {' '.join(['course', *names, '--help'])}"


def _complain(message: str, remedy: str, code: int) -> int:
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


def _own_fault() -> int:
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="course-mistake-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            traceback.print_exc(file=file)
        where = f"Please report it to whoever gave you the course, with this file:\n{file.name}"
    except OSError:
        where = "Please report it to whoever gave you the course."
    return _complain("This is our mistake, not yours. Your files are untouched.", where, 3)


if __name__ == "__main__":
    main()
