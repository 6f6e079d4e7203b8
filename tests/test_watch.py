"""course watch: the loop with faked events, and the whole program on a pseudo-terminal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker import corpus
from checker.ahead import Ahead
from checker.curriculum import Course, Lesson
from checker.judge import Cancel
from checker.launcher import Launcher
from checker.report import LessonResult, Report
from checker.runner import check
from checker.study import Study, Verdict
from checker.watch import Checks, Event, Files, Judged, Key, Saved, Watch, checker
from checker.workspace import Workspace


class Seen:
    """A view that remembers what it was told to show."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **kwargs: self.shown.append(name)


class Asked:
    """Checks that never run: the loop's wishes are counted."""

    def __init__(self) -> None:
        self.started: list[Any] = []

    def start(self, lesson: Lesson, steps: Any) -> int:
        self.started.append((lesson.number, steps))
        return len(self.started)

    def prepare(self, lesson: Lesson, steps: Any) -> None: ...

    def cancel(self) -> None: ...


@pytest.fixture
def study(course: Course, tmp_path: Path) -> Study:
    for lesson in course.lessons:
        corpus.lay(tmp_path, lesson, {})
    return Study(course, Workspace(tmp_path, course))


@pytest.fixture
def watch(study: Study) -> Watch:
    return Watch(study, Seen(), Asked(), study.lesson)  # type: ignore[arg-type]


def write(watch: Watch, text: str) -> None:
    watch.study.workspace.file(watch.lesson, "main.py").write_text(text, "utf-8")


def test_the_same_content_is_not_checked_twice(watch: Watch) -> None:
    """A save without a change, and a change elsewhere, start nothing."""
    write(watch, "a = 1\n")
    for _ in range(3):
        watch.take(Saved())
    write(watch, "a = 2\n")
    watch.take(Saved())

    assert len(watch.checks.started) == 2  # type: ignore[attr-defined]


def test_an_old_verdict_is_not_shown(watch: Watch) -> None:
    """Only the newest check's verdict reaches the screen."""
    write(watch, "a = 1\n")
    watch.take(Saved())
    write(watch, "a = 2\n")
    watch.take(Saved())

    watch.take(Judged(1))
    assert "verdict" not in watch.view.shown
    watch.take(Judged(2))
    assert watch.view.shown == ["verdict"]


@pytest.mark.parametrize(
    ("key", "shown"), [("h", "hint"), ("r", "reading"), ("l", "list"), ("a", "app"), ("o", "docs")]
)
def test_keys_work_while_a_check_runs(watch: Watch, key: str, shown: str) -> None:
    """Each key does its thing at any time."""
    watch.take(Saved())
    watch.take(Key(key))

    assert watch.view.shown == [shown]
    watch.take(Key("q"))
    assert watch.done


def test_reset_asks_first_and_undo_brings_back(watch: Watch) -> None:
    """x asks; any key but y leaves the file alone; u undoes."""
    path = watch.study.workspace.file(watch.lesson, "main.py")
    write(watch, "mine = 1\n")
    for key in "xn":
        watch.take(Key(key))
    assert path.read_text("utf-8") == "mine = 1\n"
    for key in "xy":
        watch.take(Key(key))
    assert path.read_text("utf-8") == watch.lesson.shipped["main.py"]
    watch.take(Key("u"))
    assert path.read_text("utf-8") == "mine = 1\n"


def test_next_at_the_end_shows_the_ending(course: Course, study: Study) -> None:
    """After the last lesson n leads to the certificate, or to what is missing."""
    watch = Watch(study, Seen(), Asked(), course.lessons[-1])  # type: ignore[arg-type]
    whole = LessonResult(watch.lesson.id, "", "passed", 1, 1, None, ())
    watch.verdict = Verdict(Report("0", "w", 0, (whole,)), watch.lesson, (), frozenset())

    watch.take(Key("n"))

    assert watch.view.shown == ["ending"]


def test_a_newer_save_cancels_the_check_under_way(study: Study, hosts: Launcher) -> None:
    """A check that hangs is cut off: the newer one does not wait out its time limit."""
    lesson = study.lesson
    events: list[Event] = []
    arrived = threading.Semaphore(0)

    def post(event: Event) -> None:
        events.append(event)
        arrived.release()

    asked = threading.Event()
    ahead = Ahead(hosts)
    run = checker(study, ahead)

    def watched(lesson: Lesson, steps: Any, cancel: Cancel) -> Any:
        asked.set()
        return run(lesson, steps, cancel)

    stuck = corpus.solved(lesson)
    stuck["main.py"] = "import time\nwhile True:\n    time.sleep(60)\n"
    corpus.lay(study.workspace.root, lesson, stuck)
    checks = Checks(watched, post)
    checks.start(lesson, None)
    assert asked.wait(10)
    corpus.lay(study.workspace.root, lesson, corpus.solved(lesson))
    checks.start(lesson, None)

    assert arrived.acquire(timeout=12), "the second check waited for the first"
    (event,) = events
    assert isinstance(event, Judged)
    assert event.verdict is not None
    assert event.verdict.report.passed
    ahead.close()


def test_a_cancelled_run_ends_at_once(course: Course, hosts: Launcher, tmp_path: Path) -> None:
    """Cancelled before it begins, a run checks nothing."""
    corpus.lay(tmp_path, course.lessons[0], corpus.solved(course.lessons[0]))
    cancel = Cancel()
    cancel.request()
    report = check(course, tmp_path, [course.lessons[0]], hosts=hosts, cancel=cancel)

    assert {step.status for step in report.lessons[0].steps} == {"blocked"}


@pytest.mark.parametrize("polling", [False, True])
def test_a_save_is_heard(tmp_path: Path, polling: bool) -> None:
    """A change below the folder becomes an event, by events or by polling."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    heard = threading.Event()
    files = Files(folder, tmp_path / "probe", lambda event: heard.set(), polling)
    files.start()
    try:
        assert files.polling == polling
        for number in range(50):  # polling sees a file once it has a first look to compare
            (folder / "main.py").write_text("x" * number, "utf-8")
            if heard.wait(0.2):
                break
        assert heard.is_set()
    finally:
        files.stop()
