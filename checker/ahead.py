"""Has the next check ready before it is asked for, for whoever checks again and again.

Pytest has read and collected the checks by then, and a host waits with all in it that is
not the learner's. What is judged, and by what, is the same as in :mod:`checker.runner`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from checker.curriculum import Course, Lesson
from checker.judge import Cancel, Judge
from checker.launcher import Launcher
from checker.report import Check, Report
from checker.runner import report, run_pytest

MAX_SPARES = 6
"""Hosts that may wait for restarts; each takes about 50 MB."""


class Run:
    """One check of some lessons: it gets ready at once, and waits for :meth:`check`.

    Args:
        spares: how many hosts wait for restarts.
        after: the run before this one; pytest does one at a time.
    """

    def __init__(
        self,
        course: Course,
        workspace: Path,
        lessons: Sequence[Lesson],
        steps: Collection[str] | None,
        hosts: Launcher,
        spares: int = 0,
        after: Run | None = None,
    ) -> None:
        self.lessons = tuple(lessons)
        self.steps = steps
        self.judge = Judge(course, workspace, hosts, steps)
        self.judge.gate = self._wait
        self.judge.at_end = lambda: self._over.set()
        self._workspace = workspace
        self._spares = spares
        self._after = after
        self._begun = threading.Event()
        self._gate = threading.Event()
        self._over = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="checks")
        self._thread.start()

    def _run(self) -> None:
        try:
            if self._after is not None:
                self._after.join()
            self._after = None
            if self.lessons:
                self.judge.prepare(self.lessons[0], self._spares)
            self._begun.set()
            run_pytest(self.judge, self.lessons)
        except BaseException as error:
            self._error = error
        finally:
            self._begun.set()
            self._over.set()
            self.judge.close()

    def _wait(self) -> None:
        self._gate.wait()

    def check(self, tell: Callable[[Check], None] | None, cancel: Cancel) -> Report:
        """Check the files as they are now. Ends the run; hosts end a little later.

        Raises:
            CourseFault: the checks themselves could not be run.
        """
        began = time.perf_counter()
        self._begun.wait()
        self.judge.follow(tell, cancel)
        if self._error is None:
            self.judge.begin(self.lessons)
        self._gate.set()
        self._over.wait()
        if self._error is not None:
            raise self._error
        return report(self.judge, self.lessons, self._workspace, self.steps, began)

    def drop(self) -> None:
        """End it without a check."""
        self.judge.follow(None, cancelled())
        self._gate.set()

    def join(self) -> None:
        """Until all that it has started is gone."""
        self._thread.join()


def cancelled() -> Cancel:
    """A wish to end that has been there from the start."""
    cancel = Cancel()
    cancel.request()
    return cancel


class Ahead:
    """Checks as :func:`checker.runner.check` does, the next one prepared beforehand."""

    def __init__(self, hosts: Launcher) -> None:
        self._hosts = hosts
        self._next: Run | None = None
        self._last: Run | None = None
        self._spares: dict[str, int] = {}

    def prepare(
        self,
        course: Course,
        workspace: Path,
        lessons: Sequence[Lesson],
        steps: Collection[str] | None = None,
    ) -> None:
        """Begin to get ready for a check of these lessons, and don't wait for it."""
        if self._next is not None:
            self._next.drop()
            self._last = self._next
        spares = min(MAX_SPARES, sum(self._spares.get(lesson.id, 0) for lesson in lessons))
        self._next = Run(course, workspace, lessons, steps, self._hosts, spares, self._last)

    def check(
        self,
        course: Course,
        workspace: Path,
        lessons: Sequence[Lesson],
        *,
        steps: Collection[str] | None = None,
        tell: Callable[[Check], None] | None = None,
        cancel: Cancel | None = None,
    ) -> Report:
        """Check lessons; see :func:`checker.runner.check`."""
        if self._next is None or (self._next.lessons, self._next.steps) != (tuple(lessons), steps):
            self.prepare(course, workspace, lessons, steps)
        assert self._next is not None
        run, self._next = self._next, None
        self._last = run
        found = run.check(tell, cancel or Cancel())
        for lesson in lessons:
            self._spares[lesson.id] = run.judge.restarts(lesson)
        return found

    def close(self) -> None:
        """End what waits, and wait for what ends."""
        if self._next is not None:
            self._next.drop()
            self._last, self._next = self._next, None
        if self._last is not None:
            self._last.join()
