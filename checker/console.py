"""What people see: reports, briefs and lists, in words first and color second.

There is one set of words. Where there is a terminal they are wrapped to its width and
colored; in plain form they are lines without color or boxes, for screen readers, logs and
pipes. Status is always a word.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.markdown import Markdown
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from checker.certificate import ONWARD
from checker.comparison import Comparison, Row
from checker.curriculum import SKILLS, Course, Lesson, Step
from checker.grading.grade import Grade
from checker.history import State
from checker.layout import lay, wrap
from checker.mutation.score import Trial, score
from checker.progress import Progress
from checker.report import Failure, LessonError, LessonResult, Report, StepResult
from checker.workspace import Workspace

if TYPE_CHECKING:  # most commands do without
    from checker.review import Checked, Practice
    from checker.study import Brief, Ending, Hint, Study, Verdict
    from checker.tape import Played, Tape
    from checker.update import Ledger
    from checker.verify import Outcome

STYLES = {
    "passed": "green",
    "not yet": "yellow",
    "no answer": "yellow",
    "to do": "cyan",
    "to do again": "cyan",
    "not checked yet": "dim",
    "our mistake": "red",
    "replaced": "green",
    "added": "green",
    "merged": "green",
    "new beside": "yellow",
}
_STATUS = {
    "passed": "passed",
    "failed": "not yet",
    "timeout": "no answer",
    "blocked": "not checked yet",
    "error": "our mistake",
}
FATES = {
    "survived": "no check notices it",
    "stale": "listed as a right answer, but the checks refuse it",
    "error": "our mistake",
}
REPORT = "This is our mistake, not yours. Please report it to whoever gave you the course."
NARROW = 60
MOST_BODY = 600
"""Characters of an answer that ``course tape`` shows."""
WIDE = 100
"""Columns from which two pieces of code fit side by side."""


_LESS = "-FRX -PsSpace goes on, b goes back, q leaves?e (this is the end)."
"""Of the pager `less`: no pages where all fits, and what to press in place of a colon."""


class Look:
    """Where and how to write.

    Args:
        plain: lines of words only; None decides by the terminal, NO_COLOR and TERM.
        width: columns; None asks the terminal.
        root: the workspace, which places are told below of; None makes no links.
    """

    def __init__(
        self,
        plain: bool | None = None,
        width: int | None = None,
        console: Console | None = None,
        root: Path | None = None,
    ) -> None:
        self.plain = is_plain() if plain is None else plain
        self.root = root
        self._console = console or Console(
            no_color=self.plain, highlight=False, soft_wrap=self.plain, width=width, emoji=False
        )

    @property
    def width(self) -> int:
        return 10_000 if self.plain else self._console.width

    @property
    def console(self) -> Console:
        return self._console

    @property
    def height(self) -> int:
        return self._console.height

    def captured(self, draw: Callable[[], None]) -> list[str]:
        """The lines that something would write, as they would be written."""
        with self._console.capture() as found:
            draw()
        return found.get().splitlines()

    def rows(self, line: str) -> int:
        """How many rows of the terminal a captured line takes."""
        cells = Text.from_ansi(line).cell_len
        return max(1, -(-cells // self._console.width))

    def put(self, lines: Iterable[str]) -> None:
        """Write captured lines."""
        self._console.file.write("".join(f"{line}\n" for line in lines))
        self._console.file.flush()

    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """A paragraph, wrapped behind its indent."""
        body = Text(clean(text), style=style if not self.plain else "")
        if self.plain:
            self._write(" " * indent + body.plain)
            return
        for part in body.wrap(self._console, max(self.width - indent, 10)) or [Text()]:
            self._console.print(Text(" " * indent) + part, soft_wrap=True)

    def raw(self, text: str, indent: int = 0) -> None:
        """One line that is not wrapped, so that it can be copied whole."""
        self._write(" " * indent + clean(text))

    def status(self, name: str, status: str, indent: int = 0) -> None:
        """A name with its status: far apart where there is room, else close."""
        room = min(self.width, 76) - indent - len(status)
        gap = " " * max(2, room - cell_len(name))
        if self.plain:
            self._write(f"{' ' * indent}{name}: {status}")
        elif cell_len(name) + 2 > room:
            self.line(name, indent=indent)
            self.line(status, STYLES.get(status, ""), indent + 4)
        else:
            body = Text(" " * indent + name + gap) + Text(status, STYLES.get(status, ""))
            self._console.print(body, soft_wrap=True)

    def pair(
        self, name: str, text: str, style: str = "", keep: bool = False, column: int = 11
    ) -> None:
        """A labelled value; ``keep`` leaves its line whole, to be copied."""
        room = self.width - column - 2
        if self.plain:
            self.raw(f"{name}: {text}", 2)
        elif keep and (len(text) > room or self.width < NARROW):
            self.line(name, "dim", 2)
            self.raw(text, 4)
        elif self.width < NARROW:
            self.line(name, "dim", 2)
            self.line(text, style, 4)
        else:
            for number, part in enumerate(Text(clean(text), style).wrap(self._console, room)):
                label = "  " + (name if number == 0 else "").ljust(column)
                self._console.print(Text.assemble((label, "dim"), part), soft_wrap=True)

    def place(self, file: str, line: int | None, what: str = "") -> None:
        """``file:line`` in one piece; a link where the terminal knows links (OSC 8)."""
        text = clean(_place(file, line))
        rest = f"  {clean(what)}" if what else ""
        if self.plain or not self.root:
            self.pair("Where", text + rest, keep=True)
            return
        link = Text(text, f"link {(self.root / file).as_uri()}")
        if len(text + rest) + 13 > self.width or self.width < NARROW:
            self.line("Where", "dim", 2)
            self._console.print(Text("    ") + link + rest, soft_wrap=True)
        else:
            self._console.print(Text.assemble(("  Where      ", "dim"), link, rest), soft_wrap=True)

    def pager(self) -> AbstractContextManager[object]:
        """What is written meanwhile is read page by page; in plain form it just comes."""
        if self.plain:
            return nullcontext()
        os.environ.setdefault("LESS", _LESS)
        return self._console.pager(styles=True)

    def markdown(self, text: str) -> None:
        if self.plain:
            self._write(text)
        else:
            self._console.print(Markdown(text, code_theme="ansi_dark"))

    def code(self, text: str, language: str = "python") -> None:
        if self.plain:
            self._write(text)
        else:
            self._console.print(
                Syntax(
                    text, language, theme="ansi_dark", background_color="default", word_wrap=True
                )
            )

    def beside(self, rows: Iterable[Row]) -> None:
        """Two columns of code; a sign in front of each line that differs."""
        table = Table.grid(padding=(0, 1, 0, 0))
        for _ in range(2):
            table.add_column(width=1)
            table.add_column(width=(self.width - 8) // 2, overflow="fold")
        styles = {"-": "yellow", "+": "green", " ": ""}
        for row in rows:
            cells = []
            for sign, line in zip(row.signs, (row.yours, row.ours), strict=True):
                cells += [Text(sign, styles[sign]), Text(clean(line).expandtabs(4), styles[sign])]
            table.add_row(*cells)
        self._console.print(table)

    def unified(self, lines: Iterable[str]) -> None:
        """A diff; a line that is too long goes on behind its own indent, with a sign for it."""
        styles = {"-": "yellow", "+": "green", "@": "dim"}
        for line in map(clean, lines):
            style = "" if self.plain else styles.get(line[:1], "")
            for part in self._folded(line.expandtabs(4)):
                self._console.print(Text(part, style), soft_wrap=True)

    def _folded(self, line: str) -> list[str]:
        indent = len(line[1:]) - len(line[1:].lstrip())
        hang = "…" + " " * min(indent + 4, self.width // 2)
        return [line] if cell_len(line) <= self.width else wrap(line, self.width, "", hang)

    def _write(self, text: str) -> None:
        self._console.print(Text(text), soft_wrap=True)


def is_plain() -> bool:
    """Whether only words should be written: no terminal, NO_COLOR, or a dumb one."""
    return bool(
        not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    )


def clean(text: str) -> str:
    """Without control characters: what learner code says cannot repaint a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


# -- verdicts ------------------------------------------------------------------------------


def show_failure(look: Look, failure: Failure, hint_for: str = "", keys: bool = False) -> None:
    """One failure in full: what was asked, what came back, where, and what next.

    ``keys`` names the keys of ``course watch`` where else the commands are named.
    """
    look.line(failure.summary, "bold", 2)
    if failure.request:
        look.pair("We sent", failure.request, keep=True)
    if failure.expected:
        look.pair("Expected", failure.expected, "green")
    if failure.got:
        look.pair("Got", failure.got, "yellow")
    if failure.file:
        look.place(failure.file, failure.line, failure.where)
    if failure.next_step:
        look.pair("Next", failure.next_step, "bold")
    if hint_for:
        look.pair("More", "press h for a hint" if keys else f"course hint {hint_for}")
        if failure.requests:
            tape = f"course tape {hint_for}"
            look.pair("Replay", f"press t, or run: {tape}" if keys else tape)
    _show_output(look, failure.output)


def show_error(look: Look, error: LessonError, keys: bool = False) -> None:
    """Why a lesson could not be checked at all."""
    look.line(error.message, "bold", 2)
    if error.file:
        look.place(error.file, error.line)
    if error.next_step:
        words = _UNDO.sub("press u to bring it back", error.next_step) if keys else error.next_step
        look.pair("Next", words, "bold")
    _show_output(look, error.output)


_UNDO = re.compile(r"bring it back with: course undo \d+")


def _place(file: str, line: int | None) -> str:
    return f"{file}:{line}" if line else file


_WARNED = re.compile(r"^\S+\.py:\d+: (\w+Warning: .*)")


def _printed(output: str) -> Iterator[str]:
    """Lines without the places in libraries that Python's own warnings name."""
    warned = False
    for line in output.splitlines():
        found = _WARNED.match(line)
        quoted = warned and line.startswith("  ")  # the line of code that it was noticed at
        if not quoted and "Enable tracemalloc" not in line:
            yield found[1] if found else line
        warned = bool(found)


def _show_output(look: Look, output: str, most: int = 10) -> None:
    lines = [line for line in _printed(output) if line.strip()]
    if not lines:
        return
    cut = len(lines) - most
    look.line("Your code printed:" + (f" (the last {most} lines)" if cut > 0 else ""), "dim", 2)
    for line in lines[-most:]:
        look.raw(line[:200], 4)


def show_lesson(
    look: Look,
    lesson: Lesson,
    result: LessonResult,
    todo: Iterable[str],
    keys: bool = False,
    short: bool = False,
) -> None:
    """The steps with their status (``short``: how many), then the first thing to do, in full."""
    todo = set(todo)
    look.line(f"Lesson {lesson.number}: {result.title}", "bold")
    if result.error is not None:
        show_error(look, result.error, keys)
        return
    if short:
        done = sum(step.status == "passed" for step in result.steps)
        look.line(f"{done} of {len(result.steps)} steps pass.", indent=2)
    for step in () if short else result.steps:
        look.status(f"{step.id} {step.title}", _status(step, todo), 2)
    for notice in result.notices:
        look.line(f"Note: {notice}", "yellow", 2)
    first = next((s for s in result.steps if s.failure and s.id not in todo), None)
    first = first or next((s for s in result.steps if s.failure), None)
    if first is not None and first.failure is not None and first.id not in todo:
        look.line()
        look.status(f"{first.id} {first.title}", _status(first, todo))
        show_failure(look, first.failure, first.id, keys)


def _status(step: StepResult, todo: set[str]) -> str:
    if step.id in todo and step.status == "failed":
        return "to do"
    return _STATUS[step.status]


def show_report(look: Look, course: Course, report: Report, todo: Iterable[str] = ()) -> None:
    """A whole report: each lesson, then the points."""
    todo = set(todo)
    for result in report.lessons:
        show_lesson(look, course.lesson(result.id), result, todo)
        look.line()
    state = "All passed." if report.passed else "Not all passed yet."
    look.line(f"{state} {report.points} of {report.max_points} points.", "bold")
    show_faults(look, report)


def show_problems(look: Look, report: Report) -> None:
    """One line for each thing that is wrong, as editors read it: ``file:line: words``."""
    for lesson in report.lessons:
        if lesson.error is not None:
            error = lesson.error
            _problem(look, error.file or f"lessons/{lesson.id}/main.py", error.line, error.message,
                     error.next_step)  # fmt: skip
            continue
        for step in lesson.steps:
            if step.failure is not None:
                words = f"{step.id} {step.failure.summary}"
                failure = step.failure
                _problem(look, failure.file, failure.line, words, failure.next_step)


def _problem(look: Look, file: str, line: int | None, words: str, next_step: str) -> None:
    text = " ".join(f"{file}:{line or 1}: {words} Next: {next_step}".split())
    look.raw(text.removesuffix(" Next:"))


def show_faults(look: Look, report: Report) -> None:
    """Checks that broke by themselves."""
    for fault in report.faults:
        look.line(fault.summary, "red")
        look.line(REPORT)


def show_new(look: Look, steps: Sequence[str]) -> None:
    """Which steps have passed for the first time."""
    many = "steps" if len(steps) > 1 else "step"
    look.line(f"New: {many} {', '.join(steps)} passed.", "green")


def show_verdict(look: Look, verdict: Verdict, brief: Brief | None) -> None:
    """After ``course next``: what passed, what is new, and what comes now."""
    result = verdict.report.lessons[0]
    show_lesson(look, verdict.lesson, result, verdict.todo)
    show_faults(look, verdict.report)
    look.line()
    if verdict.report.passed:
        look.line(f"Lesson {verdict.lesson.number} is done. Well done!", "bold green")
        if verdict.solutions:
            look.line(f"Compare your code with ours: course diff {verdict.lesson.number}, or open")
        for path in verdict.solutions:
            look.raw(path.as_posix(), 2)
    elif verdict.new:
        show_new(look, verdict.new)
        look.line(f"Compare your code with ours: course diff {verdict.new[-1]}")
    if brief is not None and (verdict.report.passed or brief.step.id in verdict.todo):
        if verdict.report.passed:
            look.line()
            look.line(f"Lesson {brief.lesson.number}: {brief.lesson.title}", "bold")
            look.line(f"Read it first: course read {brief.lesson.number}")
        show_brief(look, brief)


def show_brief(
    look: Look, brief: Brief, then: str = "save, and run: course next", keys: bool = False
) -> None:
    """The next step: where, and in the TODO's own words."""
    look.line()
    look.status(f"Next: {brief.step.id} {brief.step.title}", "to do")
    _show_todo(look, brief.todo)
    look.place(brief.file, brief.line)
    look.pair("Then", then, "bold")
    look.pair("Stuck", "press h for a hint" if keys else f"course hint {brief.step.id}")


def _show_todo(look: Look, todo: Sequence[str]) -> None:
    for line in lay(todo, look.width - 2):
        look.raw(line, indent=2)


def show_welcome(look: Look, lesson: Lesson, brief: Brief, keys: bool = False) -> None:
    """A lesson nobody has touched yet."""
    look.line(f"Welcome to lesson {lesson.number}: {lesson.title}", "bold")
    look.line(f"It has {len(lesson.steps)} steps, each a TODO in your file:")
    for step in lesson.steps:
        look.line(f"{step.id} {step.title}", indent=2)
    look.pair("Read", "press r" if keys else f"course read {lesson.number}")
    then = "save; it is checked at once" if keys else "save, and run: course next"
    show_brief(look, brief, then, keys)


# -- where am I ----------------------------------------------------------------------------


def show_where(look: Look, study: Study) -> None:
    """``course``: where the learner is, and the commands that matter."""
    lesson, again = study.lesson, study.again(study.lesson)
    steps = {step for le in study.course.lessons for step in le.step_ids}
    passed = set(study.progress.passed) & steps
    done = len(passed.intersection(lesson.step_ids) - again)
    look.line(f"You are in lesson {lesson.number}: {lesson.title}", "bold")
    look.line(f"{done} of {len(lesson.steps)} steps passed here, {len(passed)} of {len(steps)} "
              "in all.")  # fmt: skip
    if again:
        look.line(f"Open again: {', '.join(sorted(again))}. {_ONCE}")
    look.line()
    for command, use in (
        ("course watch", "check your code at every save"),
        ("course next", "check it once, and go on"),
        ("course read", "read the lesson"),
        ("course hint", "get a hint"),
        ("course list", "see all lessons"),
        ("course --help", "see all commands"),
    ):
        look.pair(command, use, column=16)


_ONCE = "What passed once still counts for the certificate."


def show_list(look: Look, study: Study, here: Lesson, short: bool = False) -> None:
    """``course list``: every lesson and step; ``short`` shows the steps of this one only."""
    once = False
    for lesson in study.course.lessons:
        mark = " (you are here)" if lesson.id == here.id else ""
        passed, again = set(study.progress.passed), study.again(lesson)
        done = len(passed.intersection(lesson.step_ids) - again)
        name = f"Lesson {lesson.number}: {lesson.title}{mark}"
        look.status(name, f"{done} of {len(lesson.steps)} passed")
        for step in lesson.steps if lesson.id == here.id or not short else ():
            status = "passed" if step.id in passed else "to do"
            status = "to do again" if step.id in again else status
            look.status(f"{step.id} {step.title}", status, 2)
        once = once or bool(again)
    if once:
        look.line(_ONCE)


def show_skills(look: Look, course: Course, progress: Progress) -> None:
    """``course status``: the eight core skills, and what proves each."""
    look.line("The eight core skills", "bold")
    for skill in SKILLS:
        steps = proving(course, skill)
        done = [step for step in steps if step.id in progress.passed]
        if done:
            look.status(f"{skill}, by step {done[0].id}", "passed", 2)
        elif steps:
            look.status(f"{skill}, with step {steps[0].id}", "to do", 2)


def proving(course: Course, skill: str) -> list[Step]:
    """The steps that prove a skill, in order."""
    return [s for lesson in course.lessons for s in lesson.steps if skill in s.skills]


def show_history(look: Look, workspace: Workspace, states: Sequence[State]) -> None:
    """``course history``: what was kept, oldest first, with its number to restore it."""
    for state in states:
        lesson = workspace.course.lesson(state.lesson)
        added, removed = workspace.changed_lines(state)
        passed = "" if state.passed is None else f", {len(state.passed)} passed"
        name = f"{state.number}  {when(state.time)}  lesson {lesson.number}, {state.why}{passed}"
        look.status(name, f"+{added} -{removed} lines")
        if state == workspace.history.here(state.lesson):
            changed = workspace.changed_since(lesson)
            look.line(_CHANGED if changed else _HERE, "cyan", 4)
    look.line("Bring one back with: course restore NUMBER")


_HERE = "Your files are so now."
_CHANGED = "Your files were so, and you have changed them since."


def when(time: str) -> str:
    """An ISO time as people read it, where they are."""
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def show_review(look: Look, steps: Sequence[Practice]) -> None:
    """``course review``: what to write once more, and where."""
    look.line("A few steps to write once more, in a copy beside your lessons:", "bold")
    for practice in steps:
        brief = practice.brief
        look.line()
        look.status(f"{brief.step.id} {brief.step.title}", practice.state)
        _show_todo(look, brief.todo)
        look.place(brief.file, brief.line)
        look.pair("Open", f"course edit --review {brief.step.id}")
    look.line()
    look.line("The copy is in a hidden folder, .course/review, which editors may not list.")
    look.line("Write them and save, then run: course review --check")


def show_reviewed(look: Look, checked: Checked) -> None:
    """``course review --check``: how each step went, and when it comes again."""
    for practice in checked.steps:
        step = practice.brief.step
        look.status(f"{step.id} {step.title}", practice.state)
        failure = _failure_of(checked.report, step.id)
        if practice.state == "not yet" and failure is not None:
            show_failure(look, failure)
        elif practice.state == "to do":
            look.place(practice.brief.file, practice.brief.line)
        if practice.state == "passed":
            look.pair("Again", f"on {when(practice.again)[:10]}")
    for result in checked.report.lessons:
        if result.error is not None:
            look.line(result.title, "bold")
            show_error(look, result.error)
    show_faults(look, checked.report)
    look.line()
    if checked.done:
        look.line("That was the whole review. Well done!", "bold green")
    else:
        look.line("Go on with the rest, then run: course review --check")


def _failure_of(report: Report, step_id: str) -> Failure | None:
    steps = (step for lesson in report.lessons for step in lesson.steps if step.id == step_id)
    return next((step.failure for step in steps), None)


def show_tape(look: Look, tape: Tape, played: Iterable[Played]) -> None:
    """``course tape``: each request, and what the learner's running app answers now."""
    for number, one in enumerate(played):
        if number == 0:
            look.line(f"Step {tape.step}: {tape.summary}", "bold")
            look.line("What the check sent, sent again to your running app, one by one:")
            if tape.beside:
                look.line(_not_replayed(tape.beside))
        look.line()
        look.pair("We sent", one.curl, keep=True)
        look.pair("Got", _answered(one), "yellow" if one.problem else "")
        if one.more:
            look.line("More requests like this one are not sent again.", indent=2)


def _not_replayed(beside: Sequence[str]) -> str:
    """What a replay cannot show, in one or two sentences."""
    first = beside[:3] if len(beside) < 4 else (*beside[:3], "more")
    told = " and ".join(filter(None, [", ".join(first[:-1]), first[-1]]))
    return (
        f"In an app of its own, the check also {told}. That is not done here: you only see what "
        "your app answers now, and the mistake may not show."
    )


def _answered(one: Played) -> str:
    if one.problem:
        return one.problem
    body = " ".join(one.body.split())
    short = body if len(body) <= MOST_BODY else f"{body[:MOST_BODY]} …"
    return " ".join(filter(None, [str(one.status), one.kind, short]))


def show_update(look: Look, ledger: Ledger) -> None:
    """``course update``: what became of each file, and how to take it back."""
    if not ledger.changed:
        look.line(f"Everything is up to date with version {ledger.new}.", "bold")
    elif ledger.old in {"", ledger.new}:
        look.line(f"Your workspace is up to date with version {ledger.new} now.", "bold")
    else:
        look.line(f"From version {ledger.old} to {ledger.new}:", "bold")
    for entry in ledger.entries:
        if look.plain or len(entry.file) + len(entry.outcome) + 4 <= look.width:
            look.status(entry.file, entry.outcome, 2)
        else:
            look.raw(entry.file, 2)
            look.line(entry.outcome, STYLES.get(entry.outcome, ""), 6)
    _show_besides(look, ledger)
    if ledger.lessons:
        look.line("What was there is kept. Take a lesson's update back with:")
        for number in ledger.lessons:
            look.raw(f"course undo {number}", 2)


def _show_besides(look: Look, ledger: Ledger) -> None:
    besides = [entry.beside for entry in ledger.entries if entry.beside]
    if not besides:
        return
    look.line("You and the course changed the same lines. Your file stays as it is, and the new "
              "text lies beside it. Take from it what you need, then delete it:")  # fmt: skip
    for path in besides:
        look.raw(path, 2)


# -- help ----------------------------------------------------------------------------------


def show_hint(look: Look, hint: Hint, keys: bool = False) -> None:
    ladder = f"hint {hint.rung} of {len(hint.step.hints)}"
    what = ladder if hint.rung else "about what your code does now"
    look.line(f"{hint.step.id} {hint.step.title}: {what}", "bold")
    for line in hint.text.splitlines():
        look.line(line, indent=2)
    look.pair("Read on", str(hint.step.docs), keep=True)
    if hint.last:
        look.pair("Next", f"that was the last hint; see ours with: course solution {hint.step.id}")
    else:
        again = "press h again" if keys else f"course hint {hint.step.id}"
        look.pair("Next", f"another hint: {again}")


def show_diff(look: Look, places: Sequence[Comparison]) -> None:
    """Own code and ours, place by place, with why ours does it so.

    Side by side where there is room, else (and in plain form) as a unified diff.
    """
    beside = not look.plain and look.width >= WIDE
    if all(place.same for place in places):
        look.line("Your code is the same as ours.", "green")
    elif beside:
        look.line("Your code is on the left, ours is on the right. Lines that differ have a sign.")
    else:
        look.line("Lines with - are yours, lines with + are ours.")
    for place in places:
        look.line()
        name = f"{place.step} in {place.file}" if place.step else f"{place.file}, around the steps"
        look.status(name, "the same" if place.same else "not the same")
        if place.elsewhere:
            lines = ", ".join(str(number) for number in place.elsewhere)
            look.line(f"Yours stands elsewhere in the file, from line {lines}.", indent=2)
        if beside and not place.same:
            look.beside(place.rows)
        elif not place.same:
            look.unified(place.unified)
        _show_whys(look, place.whys)


def _show_whys(look: Look, whys: Iterable[str]) -> None:
    for why in whys:
        look.pair("Why", why)


def show_solution(
    look: Look, files: Iterable[tuple[str, str]], whys: Iterable[str], folder: Path | None
) -> None:
    for name, text in files:
        look.line(name, "bold")
        look.code(text)
    if folder is not None:
        look.line("It is also a file, to read in your editor:")
        look.raw(str(folder), 2)
    _show_whys(look, whys)


# -- the end -------------------------------------------------------------------------------


def show_ending(look: Look, ending: Ending) -> None:
    """What was done, the certificate, and where to go from here; or what is missing."""
    if ending.summary is None:
        _show_missing(look, ending.missing)
        return
    done = ending.summary
    look.line("You have finished the course. Well done!", "bold green")
    look.pair("Steps", f"all {done.steps}, in {len(done.lessons)} lessons")
    look.pair("Skills", ", ".join(done.skills))
    look.pair("Hints", str(done.hints))
    look.pair("Solutions", f"{done.spoiled} looked at before the step had passed")
    look.pair("Time", f"{done.span} ({count(done.days, 'day')})")
    if ending.files:
        look.line()
        look.line("Your certificate and your badge, to open in a browser, print and show:")
        for path in ending.files:
            look.raw(path.as_posix(), 2)
        look.line('With your name on it: course certificate --name "Your Name"')
    look.line()
    look.line("What to learn next", "bold")
    for onward in ONWARD:
        look.line(onward.topic, indent=2)
        look.raw(onward.url, 4)


def _show_missing(look: Look, steps: Sequence[Step], most: int = 10) -> None:
    look.line(f"Not finished yet: {count(len(steps), 'step')} to do.", "bold")
    for step in steps[:most]:
        look.line(f"{step.id} {step.title}", indent=2)
    if len(steps) > most:
        look.line(f"and {len(steps) - most} more; see them with: course list", indent=2)
    look.line(f"Go on with: course goto {steps[0].id.partition('.')[0]}")


def count(number: int, noun: str) -> str:
    """Such as 1 step, 2 steps."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# -- for instructors -----------------------------------------------------------------------


def show_grades(
    look: Look, grades: Sequence[Grade], sandbox: str, total: int | None = None
) -> None:
    """For each learner points, lessons passed, and the first thing that is wrong.

    Args:
        total: how many there are to be judged; by default, these.
    """
    room = min(max((cell_len(clean(grade.learner)) for grade in grades), default=0), 30)
    for grade in grades:
        _show_grade(look, grade, room)
        for note in grade.notes:
            if not (grade.unkept and note.endswith(grade.unkept)):  # said once, at the end
                look.line(f"Note: {note}", "yellow", 4)
    failed = [grade for grade in grades if grade.report is None]
    look.line()
    many = len(grades) if total is None else total
    look.line(f"{len(grades) - len(failed)} of {many} submissions were judged.", "bold")
    look.line(_SANDBOX[sandbox != "none"].format(sandbox), "" if sandbox != "none" else "yellow")


_SANDBOX = (
    "There was no sandbox: their code ran as you, with your files and your network.",
    "Their code ran in a sandbox ({}), without a network and without your files.",
)


def _show_grade(look: Look, grade: Grade, room: int) -> None:
    points = f"{grade.points} of {grade.max_points} points"
    lessons = f"{grade.passed} of {len(grade.lessons)} lessons"
    if grade.report is None:
        points, lessons = "not judged", ""
    if look.plain:
        words = [points, lessons, grade.wrong]
        look.raw(f"{grade.learner}: {', '.join(filter(None, words))}")
    elif look.width < NARROW:
        look.status(grade.learner, points)
        look.line(" ".join(filter(None, [lessons and f"{lessons}.", grade.wrong])), indent=2)
    else:
        name = clean(grade.learner)
        if cell_len(name) > room:
            name = f"{set_cell_size(name, room - 1)}…"
        name = set_cell_size(name, room)
        begin = f"{name}  {points:>16}  {lessons:>14}"
        wrong = " ".join(grade.wrong.split())
        if cell_len(f"{begin}  {clean(wrong)}") <= look.width:
            look.raw(f"{begin}  {wrong}".rstrip())
        else:
            look.raw(begin.rstrip())
            look.line(wrong, indent=4)


# -- for authors ---------------------------------------------------------------------------


def show_outcomes(look: Look, course: Course, outcomes: Sequence[Outcome]) -> bool:
    """What ``course dev verify`` found; whether anything is wrong."""
    for lesson in course.lessons:
        mine = [o for o in outcomes if o.case.lesson == lesson.id]
        if mine:
            bad = sum(bool(o.problem) for o in mine)
            look.status(f"{lesson.id}: {len(mine)} cases", f"{bad} wrong" if bad else "all right")
    wrong = [outcome for outcome in outcomes if outcome.problem]
    for outcome in wrong:
        look.line(f"{outcome.case}: {outcome.problem}", "red")
        look.line(outcome.detail, indent=2)
    look.line()
    kinds = ("wrongly refused", "wrongly accepted", "caught elsewhere", "other")
    counts = [f"{sum(o.problem == kind for o in wrong)} {kind}" for kind in kinds]
    answers = sum(o.case.kind in {"right", "wrong"} for o in outcomes)
    steps = {o.case.step for o in outcomes if o.case.step}
    look.line(f"{len(steps)} steps, {len(outcomes)} cases, {answers} of them kept answers", "bold")
    look.line(", ".join(counts), "bold")
    return bool(wrong)


def show_trials(look: Look, course: Course, trials: Sequence[Trial]) -> bool:
    """What ``course dev mutate`` found; whether anything is left to do."""
    steps = [step for lesson in course.lessons for step in lesson.step_ids]
    for step in steps:
        mine = [trial for trial in trials if trial.mutant.step == step]
        if mine:
            look.status(f"{step}: {len(mine)} mutants", _fates(mine))
    look.line()
    for trial in (t for t in trials if t.fate == "equivalent"):
        look.line(f"{trial.mutant}: equivalent", "dim")
        look.line(trial.words, indent=2)
    wrong = [trial for trial in trials if trial.fate not in {"killed", "equivalent"}]
    for trial in wrong:
        look.line(f"{trial.mutant}: {FATES[trial.fate]}", "red")
        look.code(trial.mutant.diff, "diff")
        if trial.words:
            look.line(trial.words, indent=2)
    look.line(f"Mutation score: {score(trials)}", "bold")
    return bool(wrong)


def _fates(trials: Sequence[Trial]) -> str:
    found = score(trials)
    parts = {"killed": found.killed, "equivalent": found.equivalent, "surviving": found.survived,
             "to look at": found.wrong}  # fmt: skip
    return ", ".join(f"{many} {name}" for name, many in parts.items() if many)
