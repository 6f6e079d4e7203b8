"""What a learner does: check, go on, take a hint, look at the solution.

Every method reads the workspace afresh, does one thing, and gives back what there is to
show. Nothing here prints.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import re
import textwrap
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from checker import __version__, certificate, storage, tape
from checker import progress as progress_
from checker.certificate import Summary
from checker.comparison import Comparison, compare, whys
from checker.curriculum import Course, Lesson, Step
from checker.errors import UsageError
from checker.judge import Cancel
from checker.launcher import Launcher
from checker.progress import Progress
from checker.report import RESET, Check, LessonResult, Report
from checker.runner import check, is_untouched
from checker.workspace import STATE, Workspace, find

CERTIFICATE = (
    Path(STATE, "certificate", "certificate.html"),
    Path(STATE, "certificate", "badge.svg"),
)
"""Below the workspace."""
Tell = Callable[[Check], None]


@dataclass(frozen=True)
class Brief:
    """What to do next: a step, its place, and the TODO's own words."""

    lesson: Lesson
    step: Step
    file: str
    line: int
    todo: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """A checked lesson.

    ``new`` are the steps that passed for the first time; ``todo`` those nobody has
    touched yet; ``open`` is the first step that does not pass now; ``solutions`` where
    the solution can be read once all have passed.
    """

    report: Report
    lesson: Lesson
    new: tuple[str, ...]
    todo: frozenset[str]
    open: Step | None = None
    solutions: tuple[Path, ...] = ()
    following: Brief | None = None
    finished: bool = False

    @property
    def failed(self) -> str:
        """The step whose failure is shown: the first that was tried; "" if there is none."""
        steps = self.report.lessons[0].steps
        return next((s.id for s in steps if s.failure and s.id not in self.todo), "")


@dataclass(frozen=True)
class Hint:
    """One rung of a step's ladder; ``rung`` counts from 1.

    Rung 0 is no part of the ladder: it is about the mistake that the last check found.
    """

    step: Step
    rung: int
    text: str

    @property
    def last(self) -> bool:
        return self.rung == len(self.step.hints)


@dataclass(frozen=True)
class Ending:
    """The end of the course, or what is missing until there.

    ``summary`` is None as long as steps are missing; ``files`` are the certificate and
    the badge, below the workspace, if they could be written.
    """

    missing: tuple[Step, ...]
    summary: Summary | None = None
    files: tuple[Path, ...] = ()


class Study:
    """One learner at work in one workspace.

    ``notice`` is something the learner should know, or "".
    """

    def __init__(self, course: Course, workspace: Workspace) -> None:
        self.course = course
        self.workspace = workspace
        self._path = workspace.state / "progress.json"
        self.progress, self.notice = progress_.load(self._path)
        self.notice = self.notice or _other_version(workspace.origin.version)

    @classmethod
    def open(cls, course: Course, given: Path | None = None) -> Study:
        """The study of the workspace that :func:`checker.workspace.find` finds."""
        return cls(course, Workspace(find(given), course))

    @property
    def lesson(self) -> Lesson:
        """The lesson the learner is at."""
        return self.progress.lesson(self.course)

    def find(self, name: str | None) -> tuple[Lesson, Step | None]:
        """A lesson or step by name; the current lesson without one."""
        return self.course.find(name) if name else (self.lesson, None)

    def step(self, name: str | None) -> tuple[Lesson, Step]:
        """A step by name, or the first one that is not passed (of a lesson, or here)."""
        lesson, step = self.find(name)
        return lesson, step or self.open_step(lesson) or lesson.steps[-1]

    def open_step(self, lesson: Lesson) -> Step | None:
        """The first step of a lesson that has not passed, or is open again."""
        again = self.again(lesson)
        return next((s for s in lesson.steps if s.id in again or not self._once(s.id)), None)

    def again(self, lesson: Lesson) -> frozenset[str]:
        """Steps that passed once, and whose TODO is open in the files as they are now.

        Where the last check passed one whose TODO was left standing, the code is elsewhere.
        """
        here = self.workspace.history.here(lesson.id)
        passed = (here.passed if here else None) or ()
        return frozenset(
            step
            for step in lesson.step_ids
            if self._once(step) and step not in passed and self.workspace.is_todo(lesson, step)
        )

    def _once(self, step: str) -> bool:
        return step in self.progress.passed

    def brief(self, lesson: Lesson, step: Step) -> Brief:
        file, line = self.workspace.line(lesson, step.id)
        return Brief(lesson, step, file, line, todo(lesson, step.id))

    def untouched(self, lesson: Lesson) -> bool:
        return is_untouched(lesson, self.workspace.root)

    # -- checking --------------------------------------------------------------------------

    def check(
        self,
        lessons: Sequence[Lesson],
        steps: Collection[str] | None = None,
        hosts: Launcher | None = None,
        tell: Tell | None = None,
        cancel: Cancel | None = None,
        run: Callable[..., Report] | None = None,
    ) -> Report:
        """Check, after a snapshot; what passes is remembered.

        ``run`` does it instead of :func:`checker.runner.check` with ``hosts``. A workspace
        that cannot be written to is checked all the same, with a notice.
        """
        run = run or functools.partial(check, hosts=hosts)
        report, keep = self.judge(lessons, steps, run, tell, cancel)
        keep()
        return report

    def judge(
        self,
        lessons: Sequence[Lesson],
        steps: Collection[str] | None,
        run: Callable[..., Report],
        tell: Tell | None = None,
        cancel: Cancel | None = None,
    ) -> tuple[Report, Callable[[], None]]:
        """As :meth:`check`, but nothing of the report is on the disk yet.

        That is left to whoever calls what comes back with it. The learner's files are kept
        by then.
        """
        root = self.workspace.root
        with ThreadPoolExecutor(1) as beside:  # the disk takes its time, and a check only reads
            keeping = beside.submit(self._keep, lessons)
            report = run(self.course, root, lessons, steps=steps, tell=tell, cancel=cancel)
        kept = keeping.result()
        report = self._with_way_back(report)
        if cancel is not None and cancel.requested:
            return report, lambda: None
        ended = progress_.now()
        self.progress = self.progress.with_report(report, ended)

        def keep() -> None:
            self._remember(lambda now: now.with_report(report, ended))
            self._save_tape(report)
            if steps is None and kept:
                self._note(report)

        return report, keep

    def _keep(self, lessons: Sequence[Lesson]) -> bool:
        try:
            with self.workspace.locked():
                for lesson in lessons:
                    self.workspace.keep(lesson, "check")
            self.notice = self.notice or self.workspace.history.notice
        except UsageError as error:
            self.notice = f"{error.message} Your files are checked, but nothing is kept."
            return False
        return True

    def _with_way_back(self, report: Report) -> Report:
        """Of a file that is not there: names the undo where the learner's own was kept."""
        lessons = tuple(self._undoable(result) for result in report.lessons)
        return report if lessons == report.lessons else replace(report, lessons=lessons)

    def _undoable(self, result: LessonResult) -> LessonResult:
        error, lesson = result.error, self.course.lesson(result.id)
        if error is None or error.next_step != RESET:
            return result
        way, name = f"reset {lesson.number}", error.file.removeprefix(f"lessons/{lesson.id}/")
        if self.workspace.has_own(lesson, name):
            way = f"undo {lesson.number}"
        next_step = RESET.replace("reset", way)
        return replace(result, error=replace(error, next_step=next_step))

    @property
    def tape(self) -> Path:
        """Where the requests of failed checks are kept: see :mod:`checker.tape`."""
        return self.workspace.state / "tape.json"

    def _save_tape(self, report: Report) -> None:
        failed = [
            (self.course.lesson(lesson.id), step.id)
            for lesson in report.lessons
            for step in lesson.steps
            if step.failure is not None
        ]
        todo = {step for lesson, step in failed if self.workspace.is_todo(lesson, step)}
        with contextlib.suppress(UsageError), self.workspace.locked():
            tape.save(self.tape, report, todo)

    def _note(self, report: Report) -> None:
        with contextlib.suppress(UsageError), self.workspace.locked():
            for lesson in report.lessons:
                passed = [step.id for step in lesson.steps if step.status == "passed"]
                self.workspace.history.note(lesson.id, passed)

    def verdict(self, report: Report, lesson: Lesson, before: Progress) -> Verdict:
        """A report of one lesson, with what a learner wants to know around it."""
        passed = {step.id for le in report.lessons for step in le.steps if step.status == "passed"}
        new = tuple(step for step in lesson.step_ids if step in passed - set(before.passed))
        todo = frozenset(
            s for s in lesson.step_ids if s not in passed and self.workspace.is_todo(lesson, s)
        )
        unpassed = (step for step in lesson.steps if step.id not in passed)
        return Verdict(report, lesson, new, todo, next(unpassed, None))

    def next(self, hosts: Launcher | None = None, tell: Tell | None = None) -> Verdict:
        """Check the current lesson, and move on if it passes."""
        lesson, before = self.lesson, self.progress
        report = self.check([lesson], hosts=hosts, tell=tell)
        verdict = self.verdict(report, lesson, before)
        if not report.passed:
            return verdict
        following = self.course.after(lesson)
        if following is not None:
            self._remember(lambda now: now.at(following))
            brief = self.brief(following, self.open_step(following) or following.steps[0])
            verdict = replace(verdict, following=brief)
        files = self.reveal(lesson)
        return replace(verdict, solutions=files, finished=following is None)

    def _remember(self, change: Callable[[Progress], Progress]) -> None:
        """Read, change and write the progress as one; tolerates a read-only workspace."""
        try:
            with self.workspace.locked():
                current, _ = progress_.load(self._path)
                self.progress = change(current)
                progress_.save(self._path, self.progress)
        except UsageError as error:
            self.progress = change(self.progress)
            self.notice = f"{error.message} Your progress is not kept."

    # -- going elsewhere -------------------------------------------------------------------

    def stay(self) -> None:
        """Remember the lesson that the learner is at; tolerates a read-only workspace."""
        self._remember(lambda now: now.at(self.lesson))

    def goto(self, lesson: Lesson) -> None:
        with self.workspace.locked():
            current, _ = progress_.load(self._path)
            self.progress = current.at(lesson)
            progress_.save(self._path, self.progress)

    def moved(self) -> Lesson | None:
        """The lesson that another command has gone to since this study was opened.

        None when there is none; a progress file that cannot be read says nothing.
        """
        try:
            current = progress_.current(self._path)
        except (OSError, ValueError):
            return None
        lesson = next((le for le in self.course.lessons if le.id == current), None)
        if lesson is None or current == self.progress.current:
            return None
        self.progress = self.progress.at(lesson)
        return lesson

    def last_changed(self) -> Lesson:
        """The lesson whose files were kept or changed last; the current one at first."""
        states = self.workspace.history.states
        return self.course.lesson(states[-1].lesson) if states else self.lesson

    def reset(self, lesson: Lesson, step: Step | None) -> None:
        with self.workspace.locked():
            self.workspace.reset(lesson, step.id if step else "")

    # -- help ------------------------------------------------------------------------------

    def hint(self, step: Step) -> Hint:
        """A hint for the mistake of the last check, once; then the ladder's next rung.

        At the ladder's end its last rung comes again. When something else is wrong, the
        hints begin anew.
        """
        lesson, _ = self.course.find(step.id)
        todo = self.workspace.is_todo(lesson, step.id)
        mistake = None if todo else self.progress.mistake(lesson, step)
        before = self.progress.heard_of(lesson, step, mistake)
        heard = replace(before, count=before.count + 1)
        rung = min(heard.count - (mistake is not None), len(step.hints))
        self._remember(lambda now: now.with_hint(step.id, rung, heard))
        if mistake is not None and rung == 0:
            self._remember(lambda now: now.with_told(step.id, mistake.name))
            return Hint(step, 0, mistake.hint)
        return Hint(step, rung, step.hints[rung - 1])

    def has_passed(self, lesson: Lesson, step: Step | None) -> bool:
        """Whether the solution of a step (or lesson) may be shown without asking."""
        steps = [step.id] if step else lesson.step_ids
        return self.progress.has_passed(steps) and not self.again(lesson) & set(steps)

    def why_not_yet(self, lesson: Lesson, step: Step | None) -> str:
        """A sentence on why the solution is not simply shown."""
        what = f"Step {step.id}" if step else f"Lesson {lesson.number}"
        if self.progress.has_passed([step.id] if step else lesson.step_ids):
            return f"{what} passed once, and is open again."
        return f"{what} has not passed yet."

    def spoil(self, lesson: Lesson, step: Step | None) -> None:
        """Remember that a solution was looked at before its time."""
        for step_id in [step.id] if step else lesson.step_ids:
            self._remember(lambda now, step_id=step_id: now.with_spoiled(step_id))  # type: ignore[misc]

    def solution(self, lesson: Lesson, step: Step | None) -> list[tuple[str, str]]:
        """File names and our code: of one step, or whole files without markers."""
        if step is None:
            return [(name, lesson.marked(name).clean()) for name in lesson.files]
        return [
            (name, "\n\n\n".join("\n".join(r.solution) for r in source.of(step.id) if r.solution))
            for name, source in lesson.sources(step.id)
        ]

    def whys(self, lesson: Lesson, step: Step | None) -> tuple[str, ...]:
        """Why our code does it so, region by region, each with its step in front."""
        marked = [lesson.marked(name) for name in lesson.files]
        regions = [region for source in marked for region in source.regions]
        return whys(region for region in regions if step is None or region.step == step.id)

    def diff(self, lesson: Lesson, step: Step | None) -> list[Comparison]:
        """The learner's code beside ours, place by place."""
        texts = {name: self.workspace.text(lesson, name) for name in lesson.files}
        return compare(lesson, texts, step.id if step else "")

    def reveal(self, lesson: Lesson) -> tuple[Path, ...]:
        """Lay the lesson's solution into the workspace, to be read in an editor.

        The paths are below the workspace; there are none if it cannot be written to.
        """
        root = self.workspace.root
        folder = self.workspace.state / "solutions" / lesson.id
        try:
            with self.workspace.locked():
                for name, text in self.solution(lesson, None):
                    storage.write(folder / name, text.encode())
        except UsageError:
            return ()
        return tuple((folder / name).relative_to(root) for name in lesson.files)

    # -- the end ---------------------------------------------------------------------------

    def ending(self) -> Ending:
        """What is missing, or what was done; a certificate that is there stays."""
        missing = certificate.missing(self.course, self.progress)
        if missing:
            return Ending(missing)
        summary = certificate.summarize(self.course, self.progress)
        if all((self.workspace.root / path).is_file() for path in CERTIFICATE):
            return Ending((), summary, CERTIFICATE)
        try:
            return self.certify("")
        except UsageError as error:
            self.notice = f"{error.message} There is no certificate yet."
            return Ending((), summary)

    def certify(self, name: str) -> Ending:
        """Write certificate and badge anew, with this name, if nothing is missing.

        Raises:
            UsageError: they cannot be written.
        """
        missing = certificate.missing(self.course, self.progress)
        if missing:
            return Ending(missing)
        summary = certificate.summarize(self.course, self.progress)
        texts = (certificate.page(summary, name), certificate.badge(summary))
        with self.workspace.locked():
            for path, text in zip(CERTIFICATE, texts, strict=True):
                storage.write(self.workspace.root / path, text.encode())
        return Ending((), summary, CERTIFICATE)


def _other_version(made_from: str) -> str:
    if made_from in {"", __version__}:
        return ""
    return (
        f"This workspace is from version {made_from} of the course, and {__version__} is "
        "installed. Bring the newer texts in with: course update"
    )


def _dedented(lines: Sequence[str]) -> list[str]:
    return textwrap.dedent("\n".join(lines)).splitlines()


def todo(lesson: Lesson, step: str) -> tuple[str, ...]:
    """The words of a step's TODO, without comment signs."""
    regions = [region for _, source in lesson.sources(step) for region in source.of(step)]
    lines: list[str] = []
    for region in regions:
        comments = itertools.takewhile(lambda line: line.lstrip().startswith("#"), region.stub)
        words = [line.lstrip()[1:] for line in comments]
        begin = rf" TODO {re.escape(step)}[:,] *({re.escape(lesson.step(step).title)})?[.:,]? *"
        if words and (found := re.match(begin, words[0])):
            lines += [words[0][found.end() :].rstrip("."), *_dedented(words[1:])]
    return tuple(line for line in lines if line)
