"""What people see: reports, briefs and lists, in words first and color second.

There is one set of words. Where there is a terminal they are wrapped to its width and
colored; in plain form they are lines without color or boxes, for screen readers, logs and
pipes. Status is always a word.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown
from rich.syntax import Syntax
from rich.text import Text

from checker.curriculum import SKILLS, Course, Lesson, Step
from checker.history import State
from checker.progress import Progress
from checker.report import Failure, LessonError, LessonResult, Report, StepResult
from checker.study import Brief, Hint, Verdict
from checker.verify import Outcome
from checker.workspace import Workspace

STYLES = {
    "passed": "green",
    "not yet": "yellow",
    "no answer": "yellow",
    "to do": "cyan",
    "not checked yet": "dim",
    "our mistake": "red",
}
_STATUS = {
    "passed": "passed",
    "failed": "not yet",
    "timeout": "no answer",
    "blocked": "not checked yet",
    "error": "our mistake",
}
REPORT = "This is our mistake, not yours. Please report it to whoever gave you the course."
NARROW = 60


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
        gap = " " * max(2, room - len(name))
        if self.plain:
            self._write(f"{' ' * indent}{name}: {status}")
        elif len(name) + 2 > room:
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
        os.environ.setdefault("LESS", "-FRX")
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

    def _write(self, text: str) -> None:
        self._console.print(Text(text), soft_wrap=True)


def is_plain() -> bool:
    """Whether only words should be written: no terminal, NO_COLOR, or a dumb one."""
    return bool(
        not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    )


def clean(text: str) -> str:
    """Without control characters: what learner code says cannot repaint a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


# -- verdicts ------------------------------------------------------------------------------


def show_failure(look: Look, failure: Failure, hint_for: str = "") -> None:
    """One failure in full: what was asked, what came back, where, and what next."""
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
        look.pair("More", f"course hint {hint_for}")
    _show_output(look, failure.output)


def show_error(look: Look, error: LessonError) -> None:
    """Why a lesson could not be checked at all."""
    look.line(error.message, "bold", 2)
    if error.file:
        look.place(error.file, error.line)
    if error.next_step:
        look.pair("Next", error.next_step, "bold")
    _show_output(look, error.output)


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


def show_lesson(look: Look, lesson: Lesson, result: LessonResult, todo: Iterable[str]) -> None:
    """The steps with their status, then the first thing to do, in full."""
    todo = set(todo)
    look.line(f"Lesson {lesson.number}: {result.title}", "bold")
    if result.error is not None:
        show_error(look, result.error)
        return
    for step in result.steps:
        look.status(f"{step.id} {step.title}", _status(step, todo), 2)
    for notice in result.notices:
        look.line(f"Note: {notice}", "yellow", 2)
    first = next((s for s in result.steps if s.failure and s.id not in todo), None)
    first = first or next((s for s in result.steps if s.failure), None)
    if first is not None and first.failure is not None and first.id not in todo:
        look.line()
        look.status(f"{first.id} {first.title}", _status(first, todo))
        show_failure(look, first.failure, first.id)


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
        many = "steps" if len(verdict.new) > 1 else "step"
        look.line(f"New: {many} {', '.join(verdict.new)} passed.", "green")
    if brief is not None and (verdict.report.passed or brief.step.id in verdict.todo):
        if verdict.report.passed:
            look.line()
            look.line(f"Lesson {brief.lesson.number}: {brief.lesson.title}", "bold")
            look.line(f"Read it first: course read {brief.lesson.number}")
        show_brief(look, brief)


def show_brief(look: Look, brief: Brief, then: str = "save, and run: course next") -> None:
    """The next step: where, and in the TODO's own words."""
    look.line()
    look.status(f"Next: {brief.step.id} {brief.step.title}", "to do")
    for line in brief.todo:
        look.raw(line, 2) if len(line) + 2 <= look.width else look.line(line.strip(), indent=2)
    look.place(brief.file, brief.line)
    look.pair("Then", then, "bold")
    look.pair("Stuck", f"course hint {brief.step.id}")


def show_welcome(look: Look, lesson: Lesson, brief: Brief) -> None:
    """A lesson nobody has touched yet."""
    look.line(f"Welcome to lesson {lesson.number}: {lesson.title}", "bold")
    look.line(f"It has {len(lesson.steps)} steps, each a TODO in your file:")
    for step in lesson.steps:
        look.line(f"{step.id} {step.title}", indent=2)
    look.pair("Read", f"course read {lesson.number}")
    show_brief(look, brief)


# -- where am I ----------------------------------------------------------------------------


def show_where(look: Look, course: Course, progress: Progress, lesson: Lesson) -> None:
    """``course``: where the learner is, and the commands that matter."""
    done = sum(step in progress.passed for step in lesson.step_ids)
    total = sum(len(le.steps) for le in course.lessons)
    look.line(f"You are in lesson {lesson.number}: {lesson.title}", "bold")
    passed = len(set(progress.passed) & {s for le in course.lessons for s in le.step_ids})
    look.line(f"{done} of {len(lesson.steps)} steps passed here, {passed} of {total} in all.")
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


def show_list(look: Look, course: Course, progress: Progress, here: Lesson) -> None:
    """``course list``: every lesson and step with its status."""
    for lesson in course.lessons:
        mark = " (you are here)" if lesson.id == here.id else ""
        look.line(f"Lesson {lesson.number}: {lesson.title}{mark}", "bold")
        for step in lesson.steps:
            status = "passed" if step.id in progress.passed else "to do"
            look.status(f"{step.id} {step.title}", status, 2)


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
    look.line("Bring one back with: course restore NUMBER")


def when(time: str) -> str:
    """An ISO time as people read it, where they are."""
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M:%S")


# -- help ----------------------------------------------------------------------------------


def show_hint(look: Look, hint: Hint) -> None:
    look.line(
        f"{hint.step.id} {hint.step.title}: hint {hint.rung} of {len(hint.step.hints)}", "bold"
    )
    for line in hint.text.splitlines():
        look.line(line, indent=2)
    look.pair("Read on", str(hint.step.docs), keep=True)
    if hint.last:
        look.pair("Next", f"that was the last hint; see ours with: course solution {hint.step.id}")
    else:
        look.pair("Next", f"another hint: course hint {hint.step.id}")


def show_diff(look: Look, lines: Sequence[str]) -> None:
    """A unified diff; in plain form the same lines."""
    if not lines:
        look.line("Your code is the same as ours.", "green")
        return
    look.line("Lines with - are yours, lines with + are ours.")
    look.code("\n".join(lines), "diff")


def show_solution(look: Look, files: Iterable[tuple[str, str]], folder: Path | None) -> None:
    for name, text in files:
        look.line(name, "bold")
        look.code(text)
    if folder is not None:
        look.line("It is also a file, to read in your editor:")
        look.raw(str(folder), 2)


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
