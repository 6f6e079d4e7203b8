"""The pytest plugin that runs checks against a workspace and keeps their verdicts.

:mod:`checker.runner` hands one to ``pytest.main``; ``checker/conftest.py`` makes one for
plain ``pytest checker`` and for an editor's test panel.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from checker.curriculum import Course, Lesson, Step
from checker.expect.app import App
from checker.expect.bench import Bench
from checker.expect.failure import CannotStart, CheckFailed
from checker.expect.fresh import Fresh
from checker.expect.times import Times
from checker.launcher import Launcher, in_memory, launcher
from checker.preload import PRELOAD
from checker.removal import remove
from checker.report import Check, CheckStatus, Failure

DONE = (0, 1, 5)
"""How pytest ends when all passed, when some did not, and when there was none."""
_LESSON = re.compile(r"test_(lesson\d+_\w+)\.py$")


class Cancel:
    """Lets one thread tell another that its result is not wanted any more."""

    def __init__(self) -> None:
        self.requested = False
        self._callback: Callable[[], None] = lambda: None

    def on_request(self, callback: Callable[[], None]) -> None:
        self._callback = callback

    def request(self) -> None:
        self.requested = True
        self._callback()


class Judge:
    """Knows which check belongs to which step, runs the hosts, and records verdicts.

    Args:
        course: the lessons.
        workspace: the folder with the learner's ``lessons/``.
        hosts: where hosts come from; None makes a launcher and closes it at the end.
        steps: ids to keep; None keeps all.
        tell: called after each check that was decided.
        cancel: lets another thread end the run early.
    """

    def __init__(
        self,
        course: Course,
        workspace: Path,
        hosts: Launcher | None = None,
        steps: Collection[str] | None = None,
        times: Times = Times(),  # noqa: B008 frozen
        tell: Callable[[Check], None] | None = None,
        cancel: Cancel | None = None,
    ) -> None:
        self.checks: dict[str, list[Check]] = {}
        self.seconds: dict[str, float] = {}
        self.benches: dict[str, Bench] = {}
        self._course = course
        self._workspace = workspace.resolve()
        self._hosts = hosts
        self._wanted = steps
        self._times = times
        self._stack = ExitStack()
        self._lessons: list[Lesson] = []
        self._named: dict[str, Lesson] = {}
        self.follow(tell, cancel or Cancel())
        self.gate: Callable[[], None] = lambda: None
        """Called when all is ready and before the first check: it may wait."""
        self.at_end: Callable[[], None] = lambda: None
        """Called when the last check has been decided, and before hosts are ended."""

    def follow(self, tell: Callable[[Check], None] | None, cancel: Cancel) -> None:
        """From now on tell these two."""
        self._tell = tell
        self._cancel = cancel
        cancel.on_request(self.cut)
        if cancel.requested:
            self.cut()

    # -- which checks, in which order ------------------------------------------------------

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "step(id): the step that a check belongs to")
        if not config.pluginmanager.hasplugin("terminal"):
            # The style that costs nothing: nobody is going to see these tracebacks.
            config.option.tbstyle = "native"

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        mine = [item for item in items if _LESSON.search(item.path.name)]
        order = [step.id for lesson in self._course.lessons for step in lesson.steps]
        mine.sort(key=lambda item: order.index(step_id(item)))
        kept = [i for i in mine if self._wanted is None or step_id(i) in self._wanted]
        config.hook.pytest_deselected(items=[item for item in mine if item not in kept])
        items[:] = [item for item in items if item not in mine] + kept
        self._lessons = list({(found := self._lesson(item)).id: found for item in kept}.values())

    def _lesson(self, item: pytest.Item) -> Lesson:
        name = item.path.name
        if name not in self._named:
            found = _LESSON.search(name)
            assert found
            self._named[name] = self._course.lesson(found[1])
        return self._named[name]

    # -- one lesson's host after the other, the next one warming up ------------------------

    def bench(self, lesson: Lesson) -> Bench:
        bench = self._open(lesson)
        if bench.ends == float("inf"):
            bench.ends = time.monotonic() + self._times.lesson
            if self._hosts is not None and self._hosts.one_at_a_time:
                self._close_all_but(bench)
                return bench
            following = [other for other in self._lessons if other.number > lesson.number]
            if following:
                self._open(following[0]).begin()
        return bench

    def _close_all_but(self, bench: Bench) -> None:
        for other in self.benches.values():
            if other is not bench:
                other.end()
                remove(other.run)

    def _open(self, lesson: Lesson) -> Bench:
        if lesson.id in self.benches:
            return self.benches[lesson.id]
        if self._hosts is None:
            self._hosts = self._stack.enter_context(launcher(PRELOAD))
        run = Path(tempfile.mkdtemp(prefix="course-", dir=self._hosts.runs or in_memory()))
        self._stack.callback(remove, run)
        folder = self._workspace / "lessons" / lesson.id
        bench = Bench(lesson, folder, self._workspace, self._hosts, run, self._times)
        self._stack.callback(bench.end)
        self.benches[lesson.id] = bench
        return bench

    def prepare(self, lesson: Lesson, spares: int) -> None:
        """Have a host of a lesson wait, with what is not the learner's, and some spares."""
        self._open(lesson).prepare(spares)

    def restarts(self, lesson: Lesson) -> int:
        """How often the lesson's app was started once more."""
        return max(0, self.benches[lesson.id].starts - 1) if lesson.id in self.benches else 0

    def begin(self, lessons: Sequence[Lesson]) -> None:
        """Have the first lesson's host start while pytest is still collecting."""
        if lessons:
            self._open(lessons[0]).begin()

    def cut(self) -> None:
        """From another thread: end the hosts, so that nobody waits for them any more."""
        for bench in list(self.benches.values()):
            bench.cut()

    def close(self) -> None:
        """End every host, remove their folders."""
        self._stack.close()

    def pytest_unconfigure(self) -> None:
        self.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> bool | None:
        """Wait at the gate. True, which ends the run here, when nobody wants it any more."""
        self.gate()
        return True if self._cancel.requested else None

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        if exitstatus in DONE:
            self.at_end()

    # -- what a check may ask for ----------------------------------------------------------

    @pytest.fixture
    def app(self, request: pytest.FixtureRequest) -> Iterator[App]:
        """The learner's app, ready for requests."""
        lesson = self._lesson(request.node)
        found = App(self.bench(lesson), lesson.step(step_id(request.node)))
        yield found
        found.finish()

    @pytest.fixture
    def fresh(self) -> Fresh:
        """Values that are new in every run."""
        return Fresh()

    # -- verdicts --------------------------------------------------------------------------

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if not _LESSON.search(item.path.name):
            return
        if self._cancel.requested:
            pytest.skip("cancelled")
        lesson = self._lesson(item)
        step = lesson.step(step_id(item))
        if any(check.status != "passed" for check in self.checks.get(step.id, ())):
            pytest.skip("an earlier check of this step did not pass")
        for other in step.builds_on:
            if any(check.status != "passed" for check in self.checks.get(other, ())):
                pytest.skip(f"step {other} comes first")
        if lesson.id in self.benches and time.monotonic() > self.benches[lesson.id].ends:
            raise CheckFailed(_too_long(self._times.lesson), "timeout")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if _LESSON.search(item.path.name):
            step = self._lesson(item).step(step_id(item))
            self.seconds[step.id] = self.seconds.get(step.id, 0.0) + call.duration
            if call.when == "call" or call.excinfo is not None:
                self._record(item, step, call, report)
        return report

    def _record(
        self, item: pytest.Item, step: Step, call: pytest.CallInfo[None], report: pytest.TestReport
    ) -> None:
        status, failure = verdict(call.excinfo)
        check = Check(item.name, title(item), status, failure)
        done = self.checks.setdefault(step.id, [])
        if done and done[-1].id == check.id:  # the check's end decides over its middle
            done.pop()
        done.append(check)
        if failure is not None and status != "error":
            report.longrepr = words(failure)
        if self._tell is not None:
            self._tell(check)


def step_id(item: pytest.Item) -> str:
    """The step a check is marked with."""
    marker = item.get_closest_marker("step")
    if marker is None:
        raise pytest.UsageError(f"{item.nodeid} has no step: mark it with @pytest.mark.step")
    return str(marker.args[0])


def title(item: pytest.Item) -> str:
    """The first line of a check's docstring: what learners read."""
    doc = getattr(getattr(item, "obj", None), "__doc__", None) or item.name
    return str(doc).strip().splitlines()[0]


def verdict(error: Any) -> tuple[CheckStatus, Failure | None]:
    """From how a check ended (a pytest ExceptionInfo, or None) to its status."""
    if error is None:
        return "passed", None
    if isinstance(error.value, CheckFailed):
        return error.value.status, error.value.failure
    if isinstance(error.value, CannotStart | pytest.skip.Exception):
        return "blocked", None
    place = error.traceback[-1]
    told = f"{type(error.value).__name__}: {error.value}"
    text = f"The check itself broke: {told[:300]} ({Path(str(place.path)).name}:{place.lineno + 1})"
    return "error", Failure(text, next_step="this is our mistake, not yours: please report it")


def words(failure: Failure) -> str:
    """A failure as lines, for pytest's own output and an editor's test panel."""
    where = f"{failure.file}:{failure.line}" if failure.line else failure.file
    rows = (
        ("We sent", failure.request),
        ("Expected", failure.expected),
        ("Got", failure.got),
        ("Where", f"{where}  {failure.where}".strip()),
        ("Next", failure.next_step),
    )
    return "\n".join([failure.summary, *(f"  {name:<9}{text}" for name, text in rows if text)])


def _too_long(seconds: float) -> Failure:
    return Failure(
        f"The lesson took longer than {seconds:g} seconds.",
        expected="answers without long waits",
        next_step="look for what makes your app slow",
    )
