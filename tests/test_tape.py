"""course tape: what a failed check sent, sent again to the learner's own app."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console

from checker import corpus, tape
from checker.console import Look, show_tape
from checker.curriculum import Course, Lesson
from checker.errors import UsageError
from checker.expect.http import MAX_KEPT, Asked
from checker.launcher import Launcher
from checker.report import Sent, schema
from checker.study import Study
from checker.tape import Tape
from checker.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return course.lessons[0]


@pytest.fixture
def study(course: Course, lesson: Lesson, tmp_path: Path) -> Study:
    """A learner whose step 1.4 has a mistake, and whose step 1.3 is not begun."""
    corpus.lay(tmp_path, lesson, wrong(lesson))
    return Study(course, Workspace(tmp_path, course))


def wrong(lesson: Lesson) -> dict[str, str]:
    files = corpus.solved(lesson, [step for step in lesson.step_ids if step != "1.3"])
    files["main.py"] = files["main.py"].replace('"downloads"', '"count"')
    return files


class Echo(BaseHTTPRequestHandler):
    """Remembers what arrives, and answers with it."""

    seen: list[tuple[str, str, dict[str, str], bytes]] = []
    told = {"content-type": "text/plain", tape.HEADER: "1"}

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        names = {name.lower(): value for name, value in self.headers.items()}
        self.seen.append((self.command, self.path, names, body))
        if self.path == "/cut":
            return
        self.send_response(200)
        for name in self.told.keys() - {"server"}:
            self.send_header(name, self.told[name])
        self.end_headers()
        self.wfile.write(b"echo " + body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

    def version_string(self) -> str:
        return self.told.get("server", "")

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def port() -> Iterator[int]:
    """A server that listens on this port and echoes."""
    Echo.seen.clear()
    server = HTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def test_a_failed_check_is_on_tape(study: Study, lesson: Lesson, hosts: Launcher) -> None:
    """The last failure is the one that is shown; a step not begun can be asked for."""
    report = study.check([lesson], hosts=hosts)

    found = tape.load(study.tape)
    failure = report.lessons[0].steps[3].failure
    assert failure is not None
    assert (found.step, found.summary) == ("1.4", failure.summary)
    assert found.requests[-1].curl == failure.request
    assert found.requests[-1].target == "/stats"
    assert tape.load(study.tape, "1.3").step == "1.3"


def test_the_published_report_does_not_have_it(
    study: Study, lesson: Lesson, hosts: Launcher
) -> None:
    """Requests are for replaying, and no part of the JSON."""
    told = study.check([lesson], hosts=hosts).to_json()

    jsonschema.validate(told, schema())


def test_what_passes_is_taken_off(study: Study, lesson: Lesson, hosts: Launcher) -> None:
    """Once a step passes there is nothing to send again."""
    study.check([lesson], hosts=hosts)
    corpus.lay(study.workspace.root, lesson, corpus.solved(lesson))
    study.check([lesson], ["1.4"], hosts)

    assert tape.load(study.tape).step == "1.3"
    with pytest.raises(UsageError, match=r"Step 1\.4") as caught:
        tape.load(study.tape, "1.4")
    assert "course next" in caught.value.remedy
    study.check([lesson], hosts=hosts)
    with pytest.raises(UsageError, match="Your code"):
        tape.load(study.tape)


def test_a_passing_workspace_gets_no_tape(study: Study, lesson: Lesson, hosts: Launcher) -> None:
    """Nothing is written where there is nothing to remember."""
    corpus.lay(study.workspace.root, lesson, corpus.solved(lesson))
    study.check([lesson], hosts=hosts)

    assert not study.tape.exists()


@pytest.mark.parametrize(
    "damage",
    [b"", b"[]", b'{"last": "1.1", "steps": 3}', b'{"last": "1.1", "steps": {"1.1": {}}}',
     b'{"last": "1.1", "steps": {"1.1": {"summary": "x", "requests": [{"body": "?"}]}}}'],
)  # fmt: skip
def test_a_tape_that_cannot_be_read_is_made_again(tmp_path: Path, damage: bytes) -> None:
    """A sentence and a way out, whatever is in the file."""
    (tmp_path / "tape.json").write_bytes(damage)
    with pytest.raises(UsageError) as caught:
        tape.load(tmp_path / "tape.json")

    assert "course next" in caught.value.remedy


@pytest.mark.parametrize(
    "asked",
    [
        Asked("GET", "/a/../b"),
        Asked("GET", "/a", params={"q": "ä b", "n": 1}),
        Asked("POST", "/a", json={"name": "Ada"}, headers={"authorization": "Bearer x"}),
        Asked("POST", "/a", data={"name": "Ada"}),
        Asked("POST", "/a", files={"file": ("a.bin", b"\x00\xff" * 9, "image/png")}),
        Asked("PUT", "/a", content=b"\x00\xff"),
        Asked("DELETE", "/a"),
    ],
    ids=["dots", "query", "json", "form", "file", "bytes", "delete"],
)
def test_a_request_arrives_as_the_check_sent_it(asked: Asked, port: int) -> None:
    """Method, path, headers and body are the same, byte for byte."""
    sent = asked.sent()
    (played,) = tape.play(Tape("1.1", "", (sent,)), port, "course run 1")

    method, path, headers, body = Echo.seen[-1]
    assert (method, path, body) == (sent.method, sent.target, sent.body)
    wanted = {name.lower(): value for name, value in sent.headers}
    assert headers == wanted
    assert (played.status, played.kind) == (200, "text/plain")
    assert played.body == "echo " + (sent.body or b"").decode("utf-8", "replace")
    assert f"localhost:{port}" in played.curl


def test_one_answer_that_fails_does_not_end_the_tape(port: int) -> None:
    """A cut connection and a body too large to keep are said; the rest is sent."""
    large = Asked("POST", "/a", content=b"x" * (MAX_KEPT + 1)).sent()
    requests = (Asked("GET", "/cut").sent(), large, Asked("GET", "/a").sent())
    cut, skipped, answered = tape.play(Tape("1.1", "", requests), port, "")

    assert "cut" in cut.problem
    assert "too large" in skipped.problem
    assert (answered.status, answered.problem) == (200, "")


def test_an_endless_answer_is_read_in_part() -> None:
    """An answer without an end is shown as far as it goes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def endless() -> None:
            first, _ = server.accept()  # who is there?
            with first:
                first.recv(65536)
                first.sendall(b"HTTP/1.1 404 No\r\nserver: uvicorn\r\ncontent-length: 0\r\n\r\n")
            sock, _ = server.accept()
            with sock:
                sock.recv(65536)
                try:
                    sock.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n")
                    while True:
                        sock.sendall(b"more " * 1000)
                except OSError:
                    return

        thread = threading.Thread(target=endless, daemon=True)
        thread.start()
        sent = Asked("GET", "/").sent()
        (played,) = tape.play(Tape("1.1", "", (sent,)), server.getsockname()[1], "")
        thread.join()

    assert len(played.body) == tape.MAX_BODY


@pytest.mark.parametrize(
    ("first", "more"), [(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), (b"HTTP/1.1 200 OK\r\nx: ", b"y")]
)
def test_an_answer_that_never_begins_has_an_end(
    monkeypatch: pytest.MonkeyPatch, first: bytes, more: bytes
) -> None:
    """Promises or headers without an end: each piece is in time, and the whole is not."""
    monkeypatch.setattr(tape, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def promise() -> None:
            for _ in range(2):  # who is there, and the request
                sock, _ = server.accept()
                with sock, contextlib.suppress(OSError):
                    sock.sendall(first)
                    while not gone.wait(0.001):
                        sock.sendall(more)

        gone = threading.Event()
        thread = threading.Thread(target=promise, daemon=True)
        thread.start()
        sent = Asked("GET", "/").sent()
        (played,) = tape.play(Tape("1.1", "", (sent,)), server.getsockname()[1], "")
        thread.join()

    assert (played.status, played.problem) == (None, "no answer within 0.2 seconds")


def test_without_an_app_the_way_to_start_it_is_named() -> None:
    """Nothing listens: which command starts the lesson's app."""
    sent = Sent("GET", "/", (), b"", "curl localhost:8000/")
    with pytest.raises(UsageError, match="No app listens") as caught:
        list(tape.play(Tape("1.1", "", (sent,)), free_port(), "course run 1"))

    assert "course run 1" in caught.value.remedy


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ({"content-type": "text/html", "server": "SimpleHTTP/0.6"}, "Something else"),
        ({"server": "uvicorn", tape.HEADER: "2"}, "The app of lesson 2"),
        ({"server": "uvicorn", tape.HEADER: "\x07"}, "Something else"),
    ],
)
def test_another_program_is_not_shown_as_theirs(
    port: int, monkeypatch: pytest.MonkeyPatch, told: dict[str, str], who: str
) -> None:
    """A page of another server, or of another lesson's app, is no answer of this one."""
    monkeypatch.setattr(Echo, "told", told)
    with pytest.raises(tape.OtherApp) as caught:
        list(tape.play(Tape("1.1", "", (Asked("GET", "/a").sent(),)), port, "course run 1"))

    assert caught.value.message == f"{who} answers on port {port}, not your app of lesson 1."
    assert f"course run 1 --port {port + 1}" in caught.value.remedy
    assert [path for _, path, _, _ in Echo.seen if path == "/a"] == []


@pytest.mark.parametrize("told", [{"server": "uvicorn"}, {"content-type": "application/json"}])
def test_an_app_that_was_started_otherwise_is_theirs(
    port: int, monkeypatch: pytest.MonkeyPatch, told: dict[str, str]
) -> None:
    """By an editor, or by their own command: it does not say which lesson it is."""
    monkeypatch.setattr(Echo, "told", told)
    (played,) = tape.play(Tape("1.1", "", (Asked("GET", "/a").sent(),)), port, "")

    assert played.status == 200


def test_something_that_is_no_web_server(port: int) -> None:
    """It hangs up without an answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            server.accept()[0].close()

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        with pytest.raises(tape.OtherApp, match="Something else"):
            list(tape.play(Tape("1.1", "", ()), server.getsockname()[1], ""))
        thread.join()


def test_equal_requests_are_sent_a_few_times(port: int) -> None:
    """Sixty of one kind in a row are three; the same one later is sent again."""
    same, other = Asked("GET", "/a").sent(), Asked("POST", "/a").sent()
    played = list(tape.play(Tape("1.1", "", (*[same] * 60, other, same)), port, ""))

    assert [one.more for one in played] == [0, 0, 57, 0, 0]
    assert [path for _, path, _, _ in Echo.seen if path == "/a"] == ["/a"] * 5


def test_there_is_an_end(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time for all of them is over, the rest is not sent, and that is said."""
    monkeypatch.setattr(tape, "TOTAL", 0)
    (played,) = tape.play(Tape("1.1", "", (Asked("GET", "/a").sent(),)), port, "")

    assert (played.status, played.problem) == (None, "not sent: 0 seconds are over")


def test_what_a_replay_cannot_show(study: Study, lesson: Lesson, hosts: Launcher) -> None:
    """What the check did besides its requests is on the tape, once each."""
    study.check([lesson], hosts=hosts)

    assert tape.load(study.tape, "1.4").beside == ("told services.count_downloads what to answer",)
    assert tape.load(study.tape, "1.3").beside == ("called store.add",)


def test_a_tape_of_before_has_nothing_beside(tmp_path: Path) -> None:
    """One that was written by an older course is still read."""
    text = '{"last": "1.1", "steps": {"1.1": {"summary": "x", "requests": []}}}'
    (tmp_path / "tape.json").write_text(text)

    assert tape.load(tmp_path / "tape.json").beside == ()


@pytest.mark.parametrize("width", [40, 80])
def test_it_is_said_what_is_left_out(port: int, width: int) -> None:
    """What the check did besides, and that there were more equal requests."""
    shown = io.StringIO()
    look = Look(False, console=Console(file=shown, width=width, color_system=None))
    beside = ("held services.count_downloads", "sent requests at the same time")
    found = Tape("1.4", "They wait in a queue.", (Asked("GET", "/a").sent(),) * 60, beside)
    show_tape(look, found, tape.play(found, port, ""))

    text = " ".join(shown.getvalue().split())
    assert (
        "the check also held services.count_downloads and sent requests at the same time. "
        "That is not done here: you only see what your app answers now"
    ) in text
    assert text.endswith("More requests like this one are not sent again.")


@pytest.mark.parametrize("width", [40, 80])
def test_what_is_shown(port: int, width: int) -> None:
    """The request in one piece, and the answer."""
    sent = Asked("POST", "/models/1/downloads/of/today", json={"name": "Ada"}).sent()
    shown = io.StringIO()
    look = Look(False, console=Console(file=shown, width=width, color_system=None))
    found = Tape("1.4", "The answer is not right.", (sent,))
    show_tape(look, found, tape.play(found, port, ""))

    text = shown.getvalue()
    assert sent.curl.replace("8000", str(port)) in text
    assert "Step 1.4: The answer is not right." in text
    assert '200 text/plain echo {"name":"Ada"}' in " ".join(text.split())


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")
def test_against_the_running_app(
    study: Study,
    lesson: Lesson,
    command: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """The whole way: a failed check, no app, course run, and the learner's own answer."""
    root, number = study.workspace.root, str(free_port())
    assert command(root, "next").returncode == 1
    refused = command(root, "tape", "--port", number)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"course run 1 --port {number}" in refused.stderr

    app = subprocess.Popen(
        [sys.executable, str(ROOT / "course.py"), "run", "1", "--port", number],
        cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        assert app.stderr is not None
        assert any("startup complete" in line for line in app.stderr)
        told = json.loads(command(root, "tape", "--port", number, "--format", "json").stdout)
        plain = command(root, "tape", "--port", number)
    finally:
        os.killpg(app.pid, signal.SIGKILL)
        app.communicate()

    assert told["step"] == "1.4"
    assert told["requests"][-1]["status"] == 200
    assert set(json.loads(told["requests"][-1]["body"])) == {"count"}
    assert f"We sent: curl localhost:{number}/stats" in plain.stdout
    assert 'Got: 200 application/json {"count":' in plain.stdout
