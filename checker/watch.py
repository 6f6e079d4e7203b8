"""``course watch``: the lesson is checked at every save, and keys do the rest.

Producers (file events, keys, finished checks) post events; one loop decides. The loop
knows nothing of threads or terminals, so a test can post the events itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from checker import tape as tapes
from checker.ahead import Ahead
from checker.curriculum import Lesson, Step
from checker.errors import CourseError, CourseFault, UsageError
from checker.history import State
from checker.judge import Cancel
from checker.replay import Replayed
from checker.study import Study, Verdict
from checker.tape import Tape

PROBE_SECONDS = 2.0
"""How long a file system may take to report a change before it is polled instead."""


@dataclass(frozen=True)
class Saved:
    """Some file of the lessons has changed."""


@dataclass(frozen=True)
class Idle:
    """Nothing has happened for a while."""


@dataclass(frozen=True)
class Key:
    """A key was pressed."""

    key: str


@dataclass(frozen=True)
class Judged:
    """A check has ended: with a verdict, or because the course itself failed."""

    number: int
    verdict: Verdict | None = None
    error: CourseError | None = None


@dataclass(frozen=True)
class Redraw:
    """What was on the screen is gone, or the terminal has another size."""


@dataclass(frozen=True)
class Unwritten:
    """A verdict was shown, and could not be written down."""

    error: CourseError


Event = Idle | Saved | Key | Judged | Unwritten | Redraw | Replayed
Post = Callable[[Event], None]
Keep = Callable[[], None]
"""Writes down what a verdict has changed."""
Steps = tuple[str, ...] | None
"""The steps that are checked; None: all."""


class Checks:
    """Runs one check at a time in a thread of its own; a newer one cancels the older.

    Args:
        check: called with the lesson, the steps to keep (None: all) and a
            :class:`~checker.judge.Cancel`. It gives the verdict and what writes it down,
            which is done once the verdict has been posted: the disk takes its time.
        prepare: called with the first two once a verdict has been shown, for the next
            check is likely to be the same.
    """

    def __init__(
        self,
        check: Callable[..., tuple[Verdict, Keep]],
        post: Post,
        prepare: Callable[[Lesson, Steps], None] = lambda lesson, steps: None,
    ) -> None:
        self._check = check
        self._post = post
        self.prepare = prepare
        self._numbers = itertools.count(1)
        self._cancel = Cancel()
        self._one_at_a_time = threading.Lock()
        self._written = threading.Event()
        self._written.set()

    def start(self, lesson: Lesson, steps: Steps) -> int:
        """Begin a check; its number comes back with :class:`Judged`."""
        self.cancel()
        self._cancel, number = Cancel(), next(self._numbers)
        threading.Thread(
            target=self._run, args=(number, lesson, steps, self._cancel), daemon=True
        ).start()
        return number

    def cancel(self) -> None:
        """End the check under way; nobody hears of it."""
        self._cancel.request()

    def _run(self, number: int, lesson: Lesson, steps: Steps, cancel: Cancel) -> None:
        with self._one_at_a_time:
            if cancel.requested:
                return
            verdict: Verdict | None = None
            problem: CourseError | None = None
            keep: Keep = lambda: None  # noqa: E731
            try:
                verdict, keep = self._check(lesson, steps, cancel)
            except CourseError as error:
                problem = error
            except Exception as error:
                problem = _ours(error)
            if not cancel.requested:
                self._written.clear()
                self._post(Judged(number, verdict, problem))
            self._write(keep)

    def _write(self, keep: Keep) -> None:
        try:
            keep()
        except CourseError as error:
            self._post(Unwritten(error))
        except Exception as error:
            self._post(Unwritten(_ours(error)))
        finally:
            self._written.set()

    def wait_until_written(self) -> None:
        """Until what the last verdict has changed is on the disk."""
        self._written.wait()

    def wait(self) -> None:
        """Until no check is under way."""
        with self._one_at_a_time:
            pass


def _ours(error: Exception) -> CourseFault:
    return CourseFault(
        f"This is our mistake, not yours: {type(error).__name__}: {error}",
        "Save again to check again. If it stays, please report it.",
    )


@dataclass
class Watch:
    """The loop and what it knows.

    ``view`` shows; its methods are those of :class:`checker.watch_view.View`.
    ``fresh`` are the steps that passed last.
    """

    study: Study
    view: Any
    checks: Checks
    lesson: Lesson
    verdict: Verdict | None = None
    only: str = ""
    fresh: tuple[str, ...] = ()
    asking: Callable[[], None] | None = None
    seen: str = ""
    checking: int = 0
    done: bool = False
    replay: Callable[[Tape], None] = lambda tape: None
    events: queue.SimpleQueue[Event] = field(default_factory=queue.SimpleQueue)
    """Signal handlers post too, so it is a queue that may be interrupted by itself."""

    def run(self) -> None:
        """Until the learner quits."""
        self.take(Saved())
        while not self.done:
            try:
                # Never without an end: a Ctrl-C that comes just before the wait begins, while
                # another thread is at work, is noticed only after it.
                event = self.events.get(timeout=0.5)
            except queue.Empty:
                event = Idle()
            self.take(event)
        self.checks.cancel()

    def take(self, event: Event) -> None:
        """Act on one event. What cannot be done is said, and watching goes on."""
        try:
            self._act(event)
        except CourseError as error:
            self.view.trouble(error)

    def _rest(self) -> None:
        if self.checking:
            self.view.busy()
        self.follow()

    def follow(self) -> None:
        """To where another command has gone meanwhile, such as ``course goto``."""
        lesson = self.study.moved()
        if lesson is not None and lesson.id != self.lesson.id:
            self.asking = None
            self._at(lesson)

    def _act(self, event: Event) -> None:
        if isinstance(event, Idle):
            self._rest()
        elif isinstance(event, Saved):
            self.check()
        elif isinstance(event, Judged):
            self._judged(event)
        elif isinstance(event, Redraw):
            self.view.redraw()
        elif isinstance(event, Replayed):
            self._replayed(event)
        elif isinstance(event, Unwritten):
            self.view.trouble(event.error)
        else:
            self.checks.wait_until_written()
            self._key(event.key)

    def check(self, even_if_same: bool = False) -> None:
        """Check, unless the files are those of the last check."""
        digest = content(self.study, self.lesson)
        if digest == self.seen and not even_if_same:
            return
        self.seen = digest
        self.checking = self.checks.start(self.lesson, self._steps)

    @property
    def _steps(self) -> Steps:
        return (self.only,) if self.only else None

    def _judged(self, event: Judged) -> None:
        if event.number != self.checking:
            return
        self.checking = 0
        if event.error is not None:
            self.view.trouble(event.error)
            return
        self.verdict = event.verdict
        if self.verdict is not None and self.verdict.new:
            self.fresh = self.verdict.new
        self.view.verdict(self)
        self.checks.prepare(self.lesson, self._steps)

    @property
    def passed(self) -> bool:
        """Whether the whole lesson has passed."""
        return self.verdict is not None and self.verdict.report.passed and not self.only

    def _replayed(self, event: Replayed) -> None:
        if event.error is not None:
            self.view.trouble(event.error)
        else:
            self.view.tape(event.tape, event.played)

    # -- keys ------------------------------------------------------------------------------

    def _key(self, key: str) -> None:
        if self.asking is not None:
            action, self.asking = self.asking, None
            if key in {"y", "Y"}:
                action()
            else:
                self.view.news("Nothing was done.")
                self.view.verdict(self)
            return
        act = getattr(self, f"_key_{key}", None) if key.isalpha() else None
        if act is not None:
            act()
        elif key == "?":
            self.view.keys()
        elif key in {"\r", "\n", " "}:
            self.view.verdict(self)

    def _key_q(self) -> None:
        """Leave the page that is open; without one, the watch."""
        self.done = not self.view.leave(self)

    def _key_n(self) -> None:
        """On to the next lesson; asks first where this one has not passed."""
        following = self.study.course.after(self.lesson)
        if following is not None and self.passed:
            self._go_on(following)
        elif following is not None:
            question = f"This lesson has not passed yet. Go on to lesson {following.number}?"
            self._ask(question, partial(self._go_on, following))
        elif self.passed:
            self.view.ending(self.study.ending())
        else:
            self.view.say("This lesson has not passed yet, and it is the last one.")

    def _go_on(self, lesson: Lesson) -> None:
        self.study.goto(lesson)
        self._at(lesson)

    def _at(self, lesson: Lesson) -> None:
        self.lesson, self.verdict, self.only, self.fresh = lesson, None, "", ()
        self.view.brief(self)
        self.check(even_if_same=True)

    @property
    def step(self) -> Step:
        """The step the screen is about: the one that fails, or the first to do."""
        verdict = self.verdict
        shown = verdict.failed if verdict else ""
        # What does not start says nothing of a step: the first that never passed is meant.
        told = verdict is not None and verdict.report.lessons[0].error is None
        first = verdict.open.id if verdict and told and verdict.open else str(self.lesson.number)
        return self.study.step(self.only or shown or first)[1]

    def _key_m(self) -> None:
        self.view.more()

    def _key_h(self) -> None:
        self.view.hint(self.study.hint(self.step))

    def _key_r(self) -> None:
        self.view.reading(self)

    def _key_l(self) -> None:
        self.view.list(self.study, self.lesson)

    def _key_d(self) -> None:
        """Own code beside ours; asks before it spoils."""
        step = self.step
        if self.study.has_passed(self.lesson, None):
            self.view.diff(self.study.diff(self.lesson, None))
        elif self.study.has_passed(self.lesson, step):
            self.view.diff(self.study.diff(self.lesson, step))
        else:
            why = self.study.why_not_yet(self.lesson, step)
            self._ask(f"{why} Show our code all the same?", self._spoil)

    def _spoil(self) -> None:
        step = self.step
        self.study.spoil(self.lesson, step)
        self.view.diff(self.study.diff(self.lesson, step))

    def _key_c(self) -> None:
        """Own code of what passed last beside ours."""
        steps = self.fresh or self._passed_last()
        if not steps:
            self.view.say("No step of this lesson has passed yet.")
            return
        found = [self.study.course.find(step) for step in steps]
        self.view.diff([place for where in found for place in self.study.diff(*where)])

    def _passed_last(self) -> tuple[str, ...]:
        again, passed = self.study.again(self.lesson), self.study.progress.passed
        steps = [s for s in self.lesson.step_ids if s in passed and s not in again]
        return tuple(sorted(steps, key=lambda step: passed[step])[-1:])

    def _key_t(self) -> None:
        """Send the failed check's requests to the running app."""
        failed = self.verdict.failed if self.verdict else ""
        if self.verdict is not None and self.verdict.report.lessons[0].error is not None:
            raise UsageError(
                "No request was sent: your code cannot be started as it is.",
                "Mend what the check found, and save.",
            )
        try:
            tape = tapes.load(self.study.tape, failed)
        except UsageError as error:
            if self.verdict is None:
                raise
            raise UsageError(error.message, "It comes with a check that fails.") from None
        self.view.say("Sending what the check sent to your running app …")
        self.replay(tape)

    def _key_x(self) -> None:
        question = f"Put lesson {self.lesson.number} back to its start? You can undo it with u."
        self._ask(question, self._reset)

    def _reset(self) -> None:
        self.study.reset(self.lesson, None)
        self.view.news("The lesson is as it was when it was new. Press u to undo.")
        self.check()

    def _key_u(self) -> None:
        self._travel("undo", self.study.workspace.step_back)

    def _key_U(self) -> None:
        self._travel("redo", self.study.workspace.step_forward)

    def _travel(self, way: str, step: Callable[[Lesson], tuple[State, State] | None]) -> None:
        with self.study.workspace.locked():
            found = step(self.lesson)
        if found is None:
            self.view.say(f"Nothing to {way}.")
        else:
            self.view.moved(found, way)
        self.check()

    def _key_f(self) -> None:
        """Only the first open step, or all again."""
        step = self.study.open_step(self.lesson)
        if step is None and not self.only:
            self.view.say("Every step of this lesson has passed, so all are checked.")
            return
        self.only = "" if self.only or step is None else step.id
        what = f"Only step {self.only} is" if self.only else "All steps are"
        self.view.news(f"{what} checked now.")
        self.check(even_if_same=True)

    def _key_a(self) -> None:
        self.view.app(self.study, self.lesson)

    def _key_o(self) -> None:
        self.view.docs(self.study, self.lesson)

    def _ask(self, question: str, action: Callable[[], None]) -> None:
        self.asking = action
        self.view.ask(f"{question} y or n")


def content(study: Study, lesson: Lesson) -> str:
    """A digest of what the learner wrote in a lesson."""
    digest = hashlib.sha256()
    for name, data in study.workspace.own_files(lesson).items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def checker(study: Study, ahead: Ahead) -> Callable[..., tuple[Verdict, Keep]]:
    """What :class:`Checks` runs: one lesson, prepared if there was time."""

    def check(lesson: Lesson, steps: Steps, cancel: Cancel) -> tuple[Verdict, Keep]:
        before = study.progress
        report, keep = study.judge([lesson], steps, ahead.check, cancel=cancel)
        return study.verdict(report, lesson, before), keep

    return check


def preparer(study: Study, ahead: Ahead) -> Callable[[Lesson, Steps], None]:
    """What :class:`Checks` calls when there is time: gets ready for a check of a lesson."""
    return lambda lesson, steps: ahead.prepare(study.course, study.workspace.root, [lesson], steps)


class Files:
    """Posts :class:`Saved` when something below a folder changes.

    A file system that reports no events (a network drive, some containers) is noticed
    at the start and polled instead; ``polling`` says so.
    """

    def __init__(self, folder: Path, probe: Path, post: Post, polling: bool = False) -> None:
        self._folder = folder
        self._probe = probe
        self._post = post
        self._stop = threading.Event()
        self._heard = threading.Event()
        self.polling = polling

    def start(self) -> None:
        """Begin to watch; returns once it is known to work."""
        if not self.polling:
            with contextlib.suppress(OSError):  # nothing can be written there
                if self._reports():
                    return
            self.stop()
            self._stop = threading.Event()
            self.polling = True
        self._begin()

    def _reports(self) -> bool:
        """Watch, and find out whether a change that we make is reported."""
        self._probe.mkdir(parents=True, exist_ok=True)
        self._begin()
        for number in range(20):
            (self._probe / "touch").write_text(str(number), "utf-8")
            if self._heard.wait(PROBE_SECONDS / 20):
                return True
        return False

    def _begin(self) -> None:
        threading.Thread(target=self._watch, args=(self._stop,), daemon=True, name="files").start()

    def _watch(self, stop: threading.Event) -> None:
        import watchfiles

        folders = [folder for folder in (self._folder, self._probe) if folder.is_dir()]
        for changes in watchfiles.watch(
            *folders, stop_event=stop, step=2, debounce=40, rust_timeout=500,
            force_polling=self.polling, poll_delay_ms=200, raise_interrupt=False,
            watch_filter=None,
        ):  # fmt: skip
            self._heard.set()
            if any(not Path(path).is_relative_to(self._probe) for _, path in changes):
                self._post(Saved())

    def stop(self) -> None:
        self._stop.set()
