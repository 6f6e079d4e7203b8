"""Commands that check: ``course``, ``next``, ``watch`` and ``check``."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from checker import __version__
from checker.commands.common import (
    CheckFormat,
    CheckFormatOption,
    Format,
    FormatOption,
    NameArgument,
    ReportsOption,
    WorkspaceOption,
    exit_code,
    make_look,
    notice,
    open_study,
    print_json,
    progress_bar,
    report_targets,
    shown,
    tell_report,
    warm,
)
from checker.errors import UsageError

app = typer.Typer()


def _version(wanted: bool) -> None:
    if wanted:
        print(f"course {__version__}")  # noqa: T201
        raise typer.Exit


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
        study = open_study(None)
        if format is Format.json:
            return print_json({"lesson": study.lesson.id, "passed": sorted(study.progress.passed)})
        from checker import console

        look = make_look(format)
        console.show_where(look, study)
        notice(look, study.notice)
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
    hosts = warm()
    with hosts:
        study = open_study(workspace)
        lesson = study.lesson
        if study.untouched(lesson) and format is not Format.json:
            _welcome(study, format)
            return
        with progress_bar(format, study.course, [lesson]) as tell:
            verdict = study.next(hosts, tell)
    if format is Format.json:
        print_json(verdict.report.to_json())
    else:
        from checker import console

        look = make_look(format, study)
        step = verdict.open
        brief = verdict.following or (study.brief(lesson, step) if step else None)
        console.show_verdict(look, verdict, brief)
        if verdict.finished:
            look.line()
            console.show_ending(look, study.ending())
        notice(look, study.notice)
    raise typer.Exit(exit_code(verdict.report))


def _welcome(study: Any, format: Format) -> None:
    from checker import console

    lesson = study.lesson
    look = make_look(format, study)
    step = study.open_step(lesson) or lesson.steps[0]
    console.show_welcome(look, lesson, study.brief(lesson, step))
    study.stay()
    notice(look, study.notice)


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
        Watch,
        checker,
        preparer,
    )
    from checker.watch_view import View

    with warm() as hosts:
        study = open_study(workspace)
        look = make_look(Format.plain if plain else format, study)
        keys = Keys(
            lambda key: loop.events.put(Key(key)),
            lambda: loop.events.put(Redraw()),
            lambda: loop.events.put(Redraw()),
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
    targets = report_targets(reports)
    with warm() as hosts:
        study = open_study(workspace)
        lesson, step = study.find(name)
        lessons = list(study.course.lessons) if all else [lesson]
        before = study.progress
        with progress_bar(shown(format), study.course, lessons) as tell:
            report = study.check(lessons, [step.id] if step else None, hosts, tell)
    people = shown(format) is not Format.json
    todo = {s for le in lessons for s in study.verdict(report, le, before).todo} if people else ()
    tell_report(format, report, targets, study.course, study, todo)
    raise typer.Exit(exit_code(report))
