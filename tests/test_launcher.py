"""The launchers: hosts start, serve, say why not, and end, whatever is in them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from checker import corpus
from checker.curriculum import Course
from checker.errors import CourseFault
from checker.expect.bench import Bench
from checker.expect.http import Asked, Connection
from checker.host.job import Job
from checker.host.wire import Wire
from checker.launcher import (
    Host,
    HostDied,
    Launcher,
    SpawnLauncher,
    in_memory,
    launcher,
    parse_dump,
)
from checker.output import KEEP, Output
from checker.runner import check

POSIX = hasattr(os, "fork")
KINDS = ["fork", "spawn"] if POSIX else ["spawn"]
SOON = 20.0
"""Seconds in which anything that is going to happen has happened, on a busy machine."""

APP = """
import os, sys
from fastapi import FastAPI

app = FastAPI()


@app.get("/pid")
def pid():
    return os.getpid()


@app.get("/echo")
def echo(word: str):
    print("heard", word, flush=True)
    return word
"""

LOGS = """
import logging
from fastapi import FastAPI

app = FastAPI()


@app.get("/log")
def log(number: int):
    logging.warning(number)
    return number
"""


class TcpLauncher(SpawnLauncher):
    """What Windows gets: fresh interpreters that serve on loopback TCP."""

    def start(self, job: Job) -> Host:
        return super().start(replace(job, unix=""))


@pytest.fixture(scope="module", params=KINDS)
def hosts(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    """Each kind of launcher; the second is Windows'."""
    with launcher() if request.param == "fork" else TcpLauncher() as found:
        yield found


@dataclass
class Shop:
    """Makes jobs for programs, and ends the hosts that a test leaves."""

    folder: Path
    started: list[Host]

    def job(self, program: str) -> Job:
        number = len(list(self.folder.iterdir()))
        place = self.folder / str(number)
        learner, run = place / "lessons" / "lesson1_core_concepts", place / "run"
        learner.mkdir(parents=True)
        run.mkdir()
        (learner / "main.py").write_text(program, "utf-8")
        (learner / "__init__.py").write_text("", "utf-8")
        return Job(
            lesson=learner.name,
            learner=str(learner),
            course=str(learner),
            run=str(run),
            unix=str(run / "app.sock") if POSIX else "",
            environment={"PATH": os.environ.get("PATH", ""), "HOME": str(run)},
        )

    def start(self, hosts: Launcher, program: str = APP) -> Host:
        host = hosts.start(self.job(program))
        self.started.append(host)
        return host

    def ready(self, hosts: Launcher, program: str = APP) -> Host:
        host = self.start(hosts, program)
        event = host.wait_ready(SOON)
        assert event is not None
        assert event["event"] == "ready", event
        return host


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    found = Shop(tmp_path, [])
    yield found
    for host in found.started:
        host.end()


def get(host: Host, path: str) -> Any:
    connection = Connection(host.job.unix, host.port)
    connection.send(Asked("GET", path), SOON)
    _, body = connection.receive()
    connection.close()
    return json.loads(body)


def until(true: Callable[[], bool]) -> bool:
    """Look again until it is true, or SOON is over."""
    end = time.monotonic() + SOON
    while not true() and time.monotonic() < end:
        threading.Event().wait(0.005)
    return true()


def runs(pid: int) -> bool:
    """Whether the process is there, other than as a zombie."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    with contextlib.suppress(OSError):
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    return not stat.parent.parent.is_dir()


# -- a good life ---------------------------------------------------------------------------


def test_start_serve_stop(hosts: Launcher, shop: Shop) -> None:
    """A host says that it is ready, answers, and stops in good order with status 0."""
    host = shop.ready(hosts)

    assert get(host, "/echo?word=hello") == "hello"
    assert host.stop(SOON) == 0
    assert not host.alive
    assert "heard hello" in host.output.since()
    assert [e["event"] for e in host.events if e["event"] != "raised"] == ["ready", "stopped"]


def test_after_the_end(hosts: Launcher, shop: Shop) -> None:
    """An ended host says so, as often as it is asked, and leaves nothing behind."""
    host = shop.ready(hosts)
    pid = get(host, "/pid")

    status = host.end()

    assert not runs(pid)
    assert status == host.end() == host.stop(1)
    with pytest.raises(HostDied):
        host.ask("routes")
    with pytest.raises(HostDied):
        host.wait_for(lambda event: False, 1)
    host.catch_up()
    assert not host.job.unix or not Path(host.job.unix).exists()


def test_events_come_before_the_answer(hosts: Launcher, shop: Shop) -> None:
    """What a request caused is known as soon as its answer is, over whichever sockets."""
    host = shop.ready(hosts, LOGS)

    for number in range(20):
        get(host, f"/log?number={number}")
        host.catch_up()
        assert host.events[-1].get("message") == str(number)


def test_two_hosts_and_two_launchers(hosts: Launcher, shop: Shop) -> None:
    """Hosts do not know of each other; the end of one is the end of that one."""
    with launcher(kind=KINDS[0]) as others:
        first, second, third = shop.start(hosts), shop.start(hosts), shop.start(others)
        for host in (first, second, third):
            assert host.wait_ready(SOON)
        pids = {get(host, "/pid") for host in (first, second, third)}
        first.end()

        assert len(pids) == 3
        assert get(second, "/pid") in pids
        assert get(third, "/pid") in pids
        third.end()
    assert get(second, "/pid") in pids


def test_ask_and_what_cannot_be_done(hosts: Launcher, shop: Shop) -> None:
    """An order that fails is a RuntimeError with a description; the host lives on."""
    host = shop.ready(hosts)

    assert host.ask("call", function="main.pid", args=[], kwargs={}) == {
        "returned": get(host, "/pid")
    }
    with pytest.raises(RuntimeError) as caught:
        host.ask("call", function="main.echo", args=[], kwargs={})
    assert caught.value.args[0]["type"] == "TypeError"
    with pytest.raises(RuntimeError):
        host.ask("no such order")
    assert get(host, "/echo?word=still") == "still"


def test_kill_from_another_thread(hosts: Launcher, shop: Shop) -> None:
    """``cut`` ends the process at once; whoever waits for it hears that it is gone."""
    host = shop.ready(hosts)
    cutter = threading.Thread(target=host.cut)
    cutter.start()

    with pytest.raises(HostDied):
        host.wait_for(lambda event: False, SOON)
    cutter.join()

    assert not host.alive


# -- a bad start ---------------------------------------------------------------------------


def test_exit_code(hosts: Launcher, shop: Shop) -> None:
    """A program that ends itself has its status told."""
    with pytest.raises(HostDied) as died:
        shop.start(hosts, "import os; os._exit(7)").wait_ready(SOON)

    assert died.value.status == 7


@pytest.mark.skipif(not POSIX, reason="signals")
def test_signal(hosts: Launcher, shop: Shop) -> None:
    """Also when a signal ended it: a negative number."""
    with pytest.raises(HostDied) as died:
        shop.start(hosts, "import os; os.kill(os.getpid(), 9)").wait_ready(SOON)

    assert died.value.status == -signal.SIGKILL


def test_exception_at_import(hosts: Launcher, shop: Shop) -> None:
    """An exception is no death: it comes as an event, with the learner's line."""
    host = shop.start(hosts, "x = 1\ny = x / 0\n")
    event = host.wait_ready(SOON)

    assert event is not None
    assert (event["event"], event["phase"]) == ("failed", "import")
    assert event["error"]["type"] == "ZeroDivisionError"
    assert [frame["line"] for frame in event["error"]["frames"]] == [2]


def test_stuck_at_import(hosts: Launcher, shop: Shop) -> None:
    """No event comes, and the line where it stands can be had."""
    host = shop.start(hosts, "print('here', flush=True)\nwhile True:\n    pass\n")
    assert until(lambda: "here" in host.output.since())

    assert host.wait_ready(0.01) is None
    assert {place["line"] for place in host.stuck_at()} <= {2, 3}
    assert host.stuck_at()


# -- a bad end -----------------------------------------------------------------------------

STUCK = (
    APP
    + """
import re


@app.get("/regex")
def regex():
    print("stuck", flush=True)
    re.match(r"(a+)+$", "a" * 60 + "b")  # HERE: one long call into C


@app.get("/loop")
async def loop():
    print("stuck", flush=True)
    while True:
        pass  # HERE
"""
)


@pytest.mark.parametrize("path", ["/loop", "/regex"])
def test_stuck_handler(hosts: Launcher, shop: Shop, path: str) -> None:
    """Where a handler is stuck is told, also inside of C code; then it can be ended."""
    if path == "/regex" and isinstance(hosts, SpawnLauncher):
        pytest.skip("needs the dump of a signal")
    host = shop.ready(hosts, STUCK)
    connection = Connection(host.job.unix, host.port)
    connection.send(Asked("GET", path), SOON)
    assert until(lambda: "stuck" in host.output.since())

    places = host.stuck_at()
    host.end()
    connection.close()

    assert path.strip("/") in {place["function"] for place in places}
    assert places[0]["file"] == str(Path(host.job.learner, "main.py"))


def test_dump_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """Only the learner's lines of a dump count, and nonsense in it does no harm."""
    dump = tmp_path / "stack.txt"
    dump.write_text(
        "Thread 0x1 (most recent call first):\n"
        f'  File "{tmp_path}/main.py", line 7 in handler\n'
        f'  File "{tmp_path}/main.py", line x in handler\n'
        '  File "/usr/lib/python3/asyncio.py", line 1 in run\n'
        "\xff nonsense\n",
        "utf-8",
    )

    found = [{"file": f"{tmp_path}/main.py", "line": 7, "function": "handler"}]
    assert found == parse_dump(dump, str(tmp_path))


def test_flood(hosts: Launcher, shop: Shop) -> None:
    """Endless printing stops being read at a bound, and does not get in the way of the end."""
    host = shop.start(hosts, "while True:\n    print('flood ' * 1000)\n")

    assert until(lambda: host.output.flooded)
    host.end()

    assert len(host.output.since()) <= 2 * KEEP + 100


def test_output_is_whole_below_the_bound(hosts: Launcher, shop: Shop) -> None:
    """What is printed last, stderr too, is there after the end."""
    host = shop.start(
        hosts, "import os, sys\nprint('one')\nprint('two', file=sys.stderr)\nos._exit(0)"
    )
    with pytest.raises(HostDied):
        host.wait_ready(SOON)

    assert host.output.since().split() == ["one", "two"]


HANGS_UP = """
import os, socket
for number in range(3, 100):
    try:
        socket.socket(fileno=os.dup(number)).shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
while True:
    pass
"""


@pytest.mark.skipif(not POSIX, reason="file descriptors")
def test_host_that_hangs_up(hosts: Launcher, shop: Shop) -> None:
    """A host that cuts its channel cannot be told anything any more: it is ended."""
    host = shop.start(hosts, HANGS_UP)

    with pytest.raises(HostDied):
        host.wait_ready(SOON)
    assert not host.alive


STAYS = """
import os, subprocess
subprocess.Popen(["/bin/sh", "-c", "exec sleep 1000 > alive"])
"""


@pytest.mark.skipif(not POSIX, reason="process groups")
@pytest.mark.parametrize("ending", ["end", "stop", "close"])
def test_children_end_with_the_host(shop: Shop, ending: str) -> None:
    """The host's whole process group ends: with the host, and with the launcher."""
    with launcher() as hosts:
        job = shop.job(APP + STAYS)
        fifo = Path(job.run, "alive")
        os.mkfifo(fifo)
        host = hosts.start(job)
        shop.started.append(host)
        with fifo.open("rb") as child:  # opens when the child has opened its end
            assert host.wait_ready(SOON)
            pid = get(host, "/pid")
            if ending == "end":
                host.end()
            elif ending == "stop":
                host.stop(SOON)
            else:
                hosts.close()

            assert child.read() == b"", "ends when the child does"
            assert until(lambda: not runs(pid))


NEVER_STOPS = """
import asyncio, contextlib
from fastapi import FastAPI


@contextlib.asynccontextmanager
async def lifespan(app):
    yield
    print("waiting", flush=True)
    await asyncio.Event().wait()


app = FastAPI(lifespan=lifespan)
"""


def test_stop_of_one_that_does_not_want_to(hosts: Launcher, shop: Shop) -> None:
    """Asked first; made to end when it takes too long."""
    host = shop.ready(hosts, NEVER_STOPS)

    host.stop(0.1)

    assert not host.alive
    assert "waiting" in host.output.since()
    assert not any(event["event"] == "stopped" for event in host.events)


# -- somebody else at the other end of the wire ----------------------------------------------


@dataclass
class Impostor:
    """A host without a process: the test says what comes from it."""

    host: Host
    end: socket.socket
    reaped: list[float]

    def says(self, *lines: bytes) -> None:
        self.end.sendall(b"".join(line + b"\n" for line in lines))


@pytest.fixture
def impostor(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Impostor]:
    ours, theirs = socket.socketpair()
    reader, writer = os.pipe()
    os.close(writer)
    reaped: list[float] = []

    def reap(grace: float) -> None:
        reaped.append(grace)

    job = Job("lesson1_core_concepts", str(tmp_path), str(tmp_path), str(tmp_path))
    host = Host(job, Wire(ours), Output(reader), reap, ordered=getattr(request, "param", True))
    yield Impostor(host, theirs, reaped)
    host.end()
    theirs.close()


@pytest.mark.parametrize("line", [b"hello", b"[]", b'"ready"', b"\xff", b"[" * 100_000], ids=repr)
def test_no_message(impostor: Impostor, line: bytes) -> None:
    """A line that is no message is the end of the host, and it is cleaned up once."""
    impostor.says(line)

    with pytest.raises(HostDied):
        impostor.host.wait_ready(SOON)
    with pytest.raises(HostDied):
        impostor.host.ask("routes")
    assert len(impostor.reaped) == 1


@pytest.mark.parametrize(
    "line",
    [
        b'{"event": {}}',
        b'{"event": ["ready"]}',
        b'{"event": null}',
        b"{}",
        b'{"reply": "nobody asked"}',
        b'{"reply": {}, "value": 1}',
        b'{"reply": null, "event": "ready"}',
    ],
    ids=repr,
)
def test_forged_messages_are_passed_over(impostor: Impostor, line: bytes) -> None:
    """A message of a wrong shape does nothing; the one after it is heard."""
    impostor.says(line, b'{"event": "ready", "port": 4321}')

    found = impostor.host.wait_ready(SOON)

    assert found is not None
    assert found["event"] == "ready"
    assert impostor.host.port == 4321


@pytest.mark.parametrize("port", ['"80"', "null", "1.5", "[]", "{}"])
def test_forged_port(impostor: Impostor, port: str) -> None:
    """Only a number is taken for a port."""
    impostor.says(f'{{"event": "ready", "port": {port}}}'.encode())

    impostor.host.wait_ready(SOON)

    assert impostor.host.port is None


def test_reply_to_another_question(impostor: Impostor) -> None:
    """A reply counts only for the question it names."""
    impostor.says(b'{"reply": "0000000000000000", "value": "wrong"}')

    with pytest.raises(TimeoutError):
        impostor.host.ask("routes", seconds=0.05)


@pytest.mark.parametrize("impostor", [False], indirect=True, ids=["tcp"])
def test_catch_up_where_there_is_no_order(impostor: Impostor) -> None:
    """Between two TCP connections, an event may be late: its host is asked to be through."""

    def answer() -> None:
        question = json.loads(impostor.end.makefile().readline())
        impostor.says(b'{"event": "stopped"}', json.dumps({"reply": question["id"]}).encode())

    other = threading.Thread(target=answer)
    other.start()
    impostor.host.catch_up()
    other.join()

    assert [event["event"] for event in impostor.host.events] == ["stopped"]


def test_reply_with_a_strange_error(impostor: Impostor) -> None:
    """Whatever stands there as the error, it is a RuntimeError for us."""

    def answer() -> None:
        question = json.loads(impostor.end.makefile().readline())
        impostor.says(json.dumps({"reply": question["id"], "error": [1, "x"]}).encode())

    other = threading.Thread(target=answer)
    other.start()
    with pytest.raises(RuntimeError):
        impostor.host.ask("routes", seconds=SOON)
    other.join()


@pytest.mark.parametrize("line", [b'{"event": "x"}', b'{"reply": "x"}', b"{}"], ids=repr)
def test_too_many_messages(impostor: Impostor, line: bytes) -> None:
    """A host that does not stop talking is ended: what it says is kept in memory."""

    def talk() -> None:
        with contextlib.suppress(OSError):
            for _ in range(100):
                impostor.says(*[line] * 1_000)

    talker = threading.Thread(target=talk)
    talker.start()
    with pytest.raises(HostDied):
        impostor.host.wait_for(lambda event: False, SOON)
    talker.join()

    assert not impostor.host.alive


def test_full_channel(impostor: Impostor) -> None:
    """A host that does not read holds nobody up for longer than the time for an answer."""
    with pytest.raises((TimeoutError, HostDied)):
        impostor.host.ask("call", seconds=0.05, args=["x" * 2_000_000])


# -- launchers in trouble --------------------------------------------------------------------


@pytest.mark.skipif(not POSIX, reason="needs a zygote")
def test_zygote_that_was_ended(shop: Shop) -> None:
    """Whoever ended it, the next start has another."""
    with launcher() as hosts:
        shop.ready(hosts).end()
        zygote = hosts._process  # type: ignore[attr-defined]
        zygote.kill()
        zygote.wait()

        assert get(shop.ready(hosts), "/echo?word=again") == "again"


def test_interpreter_that_does_not_start(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends before it says hello is a fault of ours, told at once."""
    monkeypatch.setattr("checker.launcher.python", lambda call: [sys.executable, "-c", "1 / 0"])

    for kind in KINDS:
        with pytest.raises(CourseFault, match="cannot be started"), launcher(kind=kind) as hosts:
            hosts.start(shop.job(APP))


def test_stranger_at_the_door(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects without the secret is sent away, and the host is let in after it."""
    real = subprocess.Popen
    strangers = []

    def popen(*args: Any, **kwargs: Any) -> Any:
        process = real(*args, **kwargs)
        door = [s for s in doors if s.fileno() >= 0][-1]
        for line in (b"hello\n", b'{"secret": "guess"}\n', b"[]\n", b'{"secret": null}\n', b""):
            stranger = socket.create_connection(door.getsockname())
            stranger.sendall(line)
            strangers.append(stranger)
        strangers[-1].close()
        return process

    doors: list[socket.socket] = []
    make = socket.create_server

    def create_server(*args: Any, **kwargs: Any) -> socket.socket:
        doors.append(make(*args, **kwargs))
        return doors[-1]

    monkeypatch.setattr("socket.create_server", create_server)
    monkeypatch.setattr("subprocess.Popen", popen)
    host = shop.ready(TcpLauncher())
    monkeypatch.undo()

    assert get(host, "/echo?word=in") == "in"
    for stranger in strangers:
        stranger.close()


# -- a whole lesson ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lesson_one(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Path]:
    course = Course(Path(__file__).resolve().parent.parent)
    workspace = tmp_path_factory.mktemp("workspace").resolve()
    corpus.lay(workspace, course.lesson("1"), corpus.solved(course.lesson("1")))
    return course, workspace


def test_lesson_is_checked(hosts: Launcher, lesson_one: tuple[Course, Path]) -> None:
    """Lesson 1's solution passes, through every kind of launcher."""
    course, workspace = lesson_one
    lesson = course.lesson("1")

    result = check(course, workspace, [lesson], hosts=hosts).lessons[0]

    assert (result.error, result.points) == (None, lesson.max_points)


def test_restart_keeps_files(
    hosts: Launcher, lesson_one: tuple[Course, Path], tmp_path: Path
) -> None:
    """Bench.restart: another process, the same folder, the new environment."""
    course, workspace = lesson_one
    lesson = course.lesson("1")
    bench = Bench(lesson, workspace / "lessons" / lesson.id, workspace, hosts, tmp_path)
    first = bench.host()
    Path(first.job.run, "kept.txt").write_text("kept", "utf-8")

    status = bench.restart({"COLOR": "blue"})
    second = bench.host()

    assert status == 0
    assert second is not first
    assert Path(second.job.run, "kept.txt").read_text("utf-8") == "kept"
    assert second.job.environment["COLOR"] == "blue"
    assert get(second, "/ping") == {"ping": "pong"}
    bench.end()
    assert not second.alive


@pytest.mark.skipif(not hasattr(os, "statvfs"), reason="the system has no such place")
def test_files_are_kept_in_memory_only_where_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place that is missing, or small, is not used: then files are on the disk."""
    monkeypatch.setattr("checker.launcher.ROOM", 0)
    assert tmp_path == in_memory(tmp_path)
    assert in_memory(tmp_path / "missing") is None
    monkeypatch.setattr("checker.launcher.ROOM", 2**80)
    assert in_memory(tmp_path) is None
