"""course watch: the loop with faked events, and the whole program on a pseudo-terminal."""

from __future__ import annotations

import io
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from checker import corpus, regular, tape
from checker.ahead import Ahead
from checker.console import Look
from checker.curriculum import Course, Lesson
from checker.errors import UsageError
from checker.judge import Cancel
from checker.launcher import Launcher
from checker.replay import Replayed, Replays
from checker.report import Check, Failure, LessonError, LessonResult, Report, Sent, StepResult
from checker.runner import check
from checker.study import Study, Verdict
from checker.tape import Tape
from checker.watch import (
    Checks,
    Event,
    Files,
    Idle,
    Judged,
    Key,
    Saved,
    Unwritten,
    Watch,
    checker,
)
from checker.watch_view import View
from checker.workspace import Workspace


class Seen:
    """A view that remembers what it was told to show."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def leave(self, watch: Watch) -> bool:
        return False

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **kwargs: self.shown.append(name)


class Paged(Seen):
    """A view with one page open over the main screen."""

    def leave(self, watch: Watch) -> bool:
        self.shown.append("leave")
        return self.shown.count("leave") == 1


class Asked:
    """Checks that never run: the loop's wishes are counted."""

    def __init__(self) -> None:
        self.started: list[Any] = []

    def start(self, lesson: Lesson, steps: Any) -> int:
        self.started.append((lesson.number, steps))
        return len(self.started)

    def prepare(self, lesson: Lesson, steps: Any) -> None: ...

    def wait_until_written(self) -> None: ...

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


def test_t_sends_the_failed_checks_requests(watch: Watch, port: int) -> None:
    """The tape of the step that is shown is played, and the answers come to the screen."""
    failure = Failure("wrong", requests=(Sent("GET", "/models", (), b"", "curl /models"),))
    watch.verdict = verdict(watch.lesson, failure)
    tape.save(watch.study.tape, watch.verdict.report, ())
    watch.replay = Replays(watch.events.put, port).start

    watch.take(Key("t"))
    event = watch.events.get(timeout=10)
    watch.take(event)

    assert isinstance(event, Replayed)
    assert (event.tape.step, event.played[0].body) == ("1.4", "[]")
    assert watch.view.shown == ["say", "tape"]


def test_another_program_on_the_port_has_a_way_out(
    watch: Watch, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What answers there is ended first, and then the app is started."""
    monkeypatch.setattr(tape, "HEADER", "content-type")  # as if it named another lesson
    posted: queue.SimpleQueue[Replayed] = queue.SimpleQueue()
    Replays(posted.put, port).start(Tape("1.4", "wrong", ()))
    error = posted.get(timeout=10).error

    assert error is not None
    assert "not your app of lesson 1" in error.message
    assert error.remedy.startswith("End it. Press a")


def test_what_a_key_cannot_do_is_said(watch: Watch) -> None:
    """No tape, no app: a sentence, and watching goes on."""
    watch.take(Key("t"))
    assert watch.view.shown == ["trouble"]
    watch.take(Replayed(Tape("1.4", "wrong", ()), error=UsageError("No app.", "Press a.")))

    assert watch.view.shown == ["trouble", "trouble"]
    assert not watch.done


def test_a_hint_is_about_the_step_on_the_screen(watch: Watch) -> None:
    """A step that passed once and fails now comes before the first one to do."""
    assert watch.step.id == "1.1"
    watch.verdict = verdict(watch.lesson, Failure("wrong"))

    assert watch.step.id == "1.4"


def test_where_nothing_starts_a_hint_is_about_the_first_open_step(watch: Watch) -> None:
    """As with `course hint`: that all steps are blocked says nothing of the first one."""
    first, second = watch.lesson.steps[:2]
    watch.study.progress = replace(watch.study.progress, passed={first.id: "2026-01-01T00:00:00"})
    corpus.lay(watch.study.workspace.root, watch.lesson, corpus.solved(watch.lesson))
    error = LessonError("crash", "Your program raised NameError.")
    result = LessonResult(watch.lesson.id, "", "failed", 0, 1, error, ())
    report = Report("0", "w", 0, (result,))
    watch.verdict = watch.study.verdict(report, watch.lesson, watch.study.progress)

    assert watch.verdict.open == first
    assert watch.step == second
    assert watch.study.step(None)[1] == second


def test_q_leaves_a_page_before_the_watch(study: Study) -> None:
    """The first one goes back, the second one ends it."""
    watch = Watch(study, Paged(), Asked(), study.lesson)  # type: ignore[arg-type]
    watch.take(Key("q"))
    assert not watch.done
    watch.take(Key("q"))
    assert watch.done


@pytest.mark.parametrize(("answer", "number"), [("y", 2), ("n", 1)])
def test_going_on_all_the_same(watch: Watch, answer: str, number: int) -> None:
    """n asks before it leaves a lesson that has not passed."""
    for key in ("n", answer):
        watch.take(Key(key))

    assert (number, number) == (watch.lesson.number, watch.study.lesson.number)
    assert watch.view.shown[0] == "ask"


def test_there_is_nothing_behind_the_last_lesson(course: Course, study: Study) -> None:
    """n says so, and asks nothing."""
    watch = Watch(study, Seen(), Asked(), course.lessons[-1])  # type: ignore[arg-type]
    watch.take(Key("n"))

    assert watch.view.shown == ["say"]
    assert watch.asking is None


def test_where_it_follows_to_may_be_unreadable(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, as for a save, and the watch goes on."""
    study = Study(watch.study.course, watch.study.workspace)
    study.goto(study.course.lessons[6])
    readable = regular.own

    def refused(path: Path, *most: int) -> bytes:
        if path.suffix == ".py":
            raise PermissionError(13, "Permission denied")
        return readable(path, *most)

    with monkeypatch.context() as patched:
        patched.setattr(regular, "own", refused)
        watch.take(Idle())

    assert watch.view.shown == ["brief", "trouble"]
    assert watch.lesson.number == 7


def test_the_watch_follows_another_terminal(watch: Watch) -> None:
    """A `course goto` elsewhere moves it, once; a broken file does not."""
    study = Study(watch.study.course, watch.study.workspace)
    watch.follow()
    study.goto(study.course.lessons[6])
    watch.follow()
    assert (watch.lesson.number, watch.view.shown) == (7, ["brief"])
    assert watch.checks.started == [(7, None)]  # type: ignore[attr-defined]

    (study.workspace.state / "progress.json").write_text("{", "utf-8")
    watch.follow()
    assert (watch.lesson.number, watch.view.shown) == (7, ["brief"])
    assert (study.workspace.state / "progress.json").read_text("utf-8") == "{"


def test_f_says_what_is_checked_now(watch: Watch) -> None:
    """One step or all; where all have passed, there is no single one."""
    for _ in range(2):
        watch.take(Key("f"))
    corpus.lay(watch.study.workspace.root, watch.lesson, corpus.solved(watch.lesson))
    now = dict.fromkeys(watch.lesson.step_ids, "2026-01-01T00:00:00+00:00")
    watch.study.progress = replace(watch.study.progress, passed=now)
    watch.take(Key("f"))

    assert watch.view.shown == ["news", "news", "say"]
    assert watch.checks.started == [(1, ("1.1",)), (1, None)]  # type: ignore[attr-defined]


def verdict(lesson: Lesson, failure: Failure) -> Verdict:
    """Step 1.4 has failed."""
    check = Check("x", "x", "failed", failure)
    step = StepResult("1.4", "", "failed", 0, 1, 0, (check,))
    result = LessonResult(lesson.id, "", "failed", 0, 1, None, (step,))
    return Verdict(Report("0", "w", 0, (result,)), lesson, (), frozenset())


class Empty(BaseHTTPRequestHandler):
    """An app with no models."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Empty)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


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


def test_after_a_reset_help_is_about_the_first_step(watch: Watch) -> None:
    """h is about what is open in the files, and d asks before it shows our code."""
    now = dict.fromkeys(watch.lesson.step_ids, "2026-01-01T00:00:00+00:00")
    watch.study.progress = replace(watch.study.progress, passed=now)

    assert watch.step.id == "1.1"
    watch.take(Key("d"))
    assert watch.asking is not None
    corpus.lay(watch.study.workspace.root, watch.lesson, corpus.solved(watch.lesson))
    watch.take(Key("n"))
    watch.take(Key("d"))
    assert watch.view.shown[-1] == "diff"


def test_the_app_is_only_said_to_run_while_it_can(watch: Watch, tmp_path: Path) -> None:
    """Code that cannot be started has stopped it; and when it is ended, that is said."""
    out = io.StringIO()
    view = View(Look(True, console=Console(file=out)), nullcontext)
    app = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    view._app = app
    told = []
    for error in (None, LessonError("syntax", "Python cannot read this line.")):
        result = LessonResult(watch.lesson.id, "", "failed", 0, 1, error, ())
        watch.verdict = Verdict(Report("0", "w", 0, (result,)), watch.lesson, (), frozenset())
        view.verdict(watch)
        told.append(out.getvalue())
    app.communicate(b"\n")
    view.verdict(watch)

    assert "Your app runs at" in told[0]
    assert "stopped" not in told[0]
    assert told[1].count("Your app runs at") == 1
    assert "it starts again when you save what runs" in told[1]
    assert "Your app has ended. Press a to start it again." in out.getvalue()


def test_the_end_of_the_app_is_said_before_it_is_waited_for() -> None:
    """An app may take a while to end."""
    out = io.StringIO()
    view = View(Look(True, console=Console(file=out)), nullcontext)
    said: list[str] = []

    class App:
        def poll(self) -> int | None:
            return 0 if said else None

        def terminate(self) -> None:
            said.append(out.getvalue())

        def wait(self, timeout: float) -> None: ...

    view._app = App()  # type: ignore[assignment]
    view.close()

    assert said == ["Stopping your app …\n"]


def test_without_a_start_there_is_no_tape(watch: Watch) -> None:
    """The check that was just made is not asked for once more."""
    error = LessonError("syntax", "Python cannot read this line.")
    result = LessonResult(watch.lesson.id, "", "failed", 0, 1, error, ())
    watch.verdict = Verdict(Report("0", "w", 0, (result,)), watch.lesson, (), frozenset())

    with pytest.raises(UsageError, match="cannot be started") as caught:
        watch._key_t()
    assert "course next" not in caught.value.remedy


def test_a_failure_without_a_request_has_no_tape(watch: Watch) -> None:
    """What was checked just now is not to be checked first."""
    watch.verdict = verdict(watch.lesson, Failure("wrong"))

    with pytest.raises(UsageError, match="no failed check with a request") as caught:
        watch._key_t()
    assert "course next" not in caught.value.remedy


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


def saves_until(heard: threading.Event, folder: Path) -> bool:
    """Save a file again and again: polling sees it once it has a first look to compare."""
    for number in range(50):
        (folder / "main.py").write_text("x" * number, "utf-8")
        if heard.wait(0.2):
            break
    return heard.is_set()


def test_where_no_probe_can_be_written_saves_are_looked_for(tmp_path: Path) -> None:
    """A read-only workspace is polled: nobody can find out whether it reports saves."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    (tmp_path / "state").write_text("in the way", "utf-8")
    heard = threading.Event()
    files = Files(folder, tmp_path / "state" / "probe", lambda event: heard.set())
    files.start()
    try:
        assert files.polling
        assert saves_until(heard, folder)
    finally:
        files.stop()


def test_a_file_that_cannot_be_read_does_not_end_the_watch(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and the next save is checked."""
    write(watch, "a = 1\n")

    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(regular, "own", refused)
        watch.take(Saved())
    assert watch.view.shown == ["trouble"]
    watch.take(Saved())

    assert len(watch.checks.started) == 1  # type: ignore[attr-defined]


def test_a_check_that_breaks_is_said(study: Study) -> None:
    """An exception of ours comes to the screen, and not only into a thread's grave."""

    def broken(*_: Any) -> Verdict:
        raise RuntimeError("broken")

    events: queue.Queue[Event] = queue.Queue()
    Checks(broken, events.put).start(study.lesson, None)
    event = events.get(timeout=10)

    assert isinstance(event, Judged)
    assert event.error is not None
    assert "our mistake" in event.error.message


def test_a_verdict_is_shown_before_it_is_written_down(study: Study, hosts: Launcher) -> None:
    """The disk keeps nobody waiting, and what passed is on it when the check is over."""
    lesson = study.lesson
    corpus.lay(study.workspace.root, lesson, corpus.solved(lesson))
    ahead = Ahead(hosts)
    run, gate = checker(study, ahead), threading.Event()

    def gated(*wanted: Any) -> Any:
        verdict, keep = run(*wanted)
        return verdict, lambda: (gate.wait(20), keep())

    events: queue.Queue[Event] = queue.Queue()
    checks = Checks(gated, events.put)
    checks.start(lesson, None)
    event = events.get(timeout=20)
    assert isinstance(event, Judged)
    assert event.verdict is not None
    assert set(event.verdict.new) == set(lesson.step_ids) == set(study.progress.passed)
    assert not Study(study.course, study.workspace).progress.passed

    gate.set()
    checks.wait_until_written()
    again = Study(study.course, study.workspace)
    assert study.progress.passed == again.progress.passed
    checks.wait()
    ahead.close()


def test_a_verdict_that_cannot_be_written_down_is_said(study: Study) -> None:
    """After the verdict itself."""

    def keep() -> None:
        raise RuntimeError("broken")

    verdict: Any = object()
    events: queue.Queue[Event] = queue.Queue()
    checks = Checks(lambda *_: (verdict, keep), events.put)
    checks.start(study.lesson, None)
    assert events.get(timeout=10) == Judged(1, verdict)
    event = events.get(timeout=10)
    assert isinstance(event, Unwritten)
    assert "our mistake" in event.error.message
    checks.wait_until_written()


def test_keys_come_after_what_was_written(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key may need what the last verdict has changed on the disk."""
    told: list[str] = []
    monkeypatch.setattr(watch.checks, "wait_until_written", lambda: told.append("written"))
    monkeypatch.setattr(watch, "_key", told.append)
    watch.take(Key("t"))
    assert told == ["written", "t"]


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
        assert saves_until(heard, folder)
    finally:
        files.stop()
