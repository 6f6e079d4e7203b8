"""Starts hosts, talks to them, and sees to it that they end.

Whoever starts a process owns its death: a :class:`Launcher` owns its zygote, a
:class:`Host` its process group, and both are context managers.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from checker import heard, regular
from checker.errors import CourseFault
from checker.host.job import Job
from checker.host.wire import Message, Wire, WireBroken
from checker.output import Output

PACKAGE_ROOT = str(Path(__file__).resolve().parent.parent)
MAX_EVENTS = 20_000
"""Messages that are taken from one host."""
MAX_BYTES = 64_000_000
"""And how much they may hold in all."""
MAX_DUMP = 1_000_000
PATIENCE = 10.0
"""Seconds in which the zygote does what it is told, however busy the machine."""
GRACE = 0.5
"""Seconds in which a host that hung up has to be gone, to count as ended by itself."""
ROOM = 256 * 1024**2
"""Bytes that have to be free in memory for the hosts' files to be kept there."""
COOKIE = "COURSE_HOSTS"
"""In the environment of every process we start, so that a stray one can be found."""


class HostDied(Exception):
    """The host is gone.

    ``status`` is its exit code, negative for a signal, or None when it did not end by
    itself: it cut the channel, or was ended. ``flooded``: because it told too much.
    ``why``: because it took too much of something; words that follow "your program".
    """

    def __init__(self, status: int | None, flooded: bool = False, why: str = "") -> None:
        super().__init__(f"the host ended with {status}")
        self.status = status
        self.flooded = flooded
        self.why = why


class Host:
    """One process that serves one lesson.

    Args:
        wire: the control channel.
        output: what it prints.
        reap: called with a grace period in seconds; ends the process group and returns
            the exit status, or None when the process did not end by itself.
        dump: asks the system for a stack dump (works when the process is too busy to
            answer), or None where that cannot be had.
        kill: ends the process group at once, from any thread; see :meth:`cut`.
        why: asked when it is gone: what it took too much of, "" for nothing.
        ordered: whether what it sends first, on whichever socket, arrives first. That is
            so for Unix sockets; between two TCP connections there is no order.
    """

    def __init__(
        self,
        job: Job,
        wire: Wire,
        output: Output,
        reap: Callable[[float], int | None],
        dump: Callable[[], None] | None = None,
        kill: Callable[[], None] = lambda: None,
        why: Callable[[], str] = lambda: "",
        ordered: bool = True,
    ) -> None:
        self.job = job
        self.output = output
        self.port: int | None = None
        self.events: list[Message] = []
        self.at_end: list[Callable[[], None]] = []
        self.kept: dict[str, Any] = {}
        """What its checks share: see :meth:`checker.expect.app.App.once`."""
        self._wire = wire
        self._reap = reap
        self._dump = dump
        self._why = why
        self._ordered = ordered
        self._asked: set[str] = set()
        self.cut = kill
        """End the process from another thread: whoever waits for it finds it gone."""
        self._replies: dict[str, Message] = {}
        self._heard = 0
        self._status: int | None = None
        self._alive = True

    @property
    def alive(self) -> bool:
        return self._alive

    def wait_ready(self, seconds: float) -> Message | None:
        """The message that says how the start went: ``ready`` or ``failed``.

        None when there was none in time. Raises HostDied.
        """
        found = self.wait_for(lambda event: event["event"] in {"ready", "failed"}, seconds)
        if found and found["event"] == "ready" and isinstance(found.get("port"), int):
            self.port = found["port"]
        return found

    def go(self, environment: dict[str, str]) -> None:
        """Let a host whose job ``waits`` begin, in this environment. Raises HostDied."""
        self.job = replace(self.job, environment=environment, waits=False)
        self._send({"id": "", "op": "go", "environment": environment}, PATIENCE)

    def wait_for(
        self,
        wanted: Callable[[Message], bool],
        seconds: float,
        since: int = 0,
        sockets: Sequence[socket.socket] = (),
    ) -> Message | None:
        """The first event after number ``since`` that is ``wanted``, or None in time.

        None comes sooner when one of the ``sockets`` turns readable before the event.
        """
        end = time.monotonic() + seconds
        seen = since
        while True:
            for event in self.events[seen:]:
                if wanted(event):
                    return event
            seen = len(self.events)
            if sockets and not self._wire.pending(max(0.0, end - time.monotonic()), sockets):
                return None
            if not self._pump(max(0.0, end - time.monotonic())) and time.monotonic() >= end:
                return None

    def wait_for_bytes(self, sock: socket.socket, seconds: float) -> None:
        """Take in events until ``sock`` can be read, or time is up. Raises HostDied."""
        self.wait_for(lambda event: False, seconds, len(self.events), [sock])

    def catch_up(self) -> None:
        """Take in every event that was sent before what has been received elsewhere."""
        if not self._ordered:
            with contextlib.suppress(HostDied, TimeoutError, RuntimeError):
                self.ask("sync", seconds=1.0)
        with contextlib.suppress(HostDied):
            while self._pump(0):
                pass

    def ask(self, op: str, seconds: float = 5.0, **details: Any) -> Any:
        """Have the host do one thing and return its value.

        Raises:
            HostDied: it is gone.
            TimeoutError: no answer in ``seconds``.
            RuntimeError: it could not do it; the argument is the host's description.
        """
        number = secrets.token_hex(8)
        end = time.monotonic() + seconds
        self._asked.add(number)
        try:
            self._send({"id": number, "op": op} | details, seconds)
            while number not in self._replies:
                left = end - time.monotonic()
                if not self._pump(max(0.0, left)) and left <= 0:
                    raise TimeoutError(op)
        finally:
            self._asked.discard(number)
        reply = self._replies.pop(number)
        if "error" in reply:
            raise RuntimeError(heard.error(reply["error"]) or {})
        return reply.get("value")

    def stuck_at(self) -> list[Message]:
        """Places (file, line, function) in the learner's files where it stands now."""
        try:
            places = self.ask("stacks", seconds=0.5)
        except (HostDied, TimeoutError, RuntimeError):
            places = self._dumped()
        return heard.places(places)

    def _dumped(self) -> list[Message]:
        if self._dump is None or not self._alive:
            return []
        self._dump()
        return parse_dump(Path(self.job.run, "stack.txt"), self.job.learner)

    def stop(self, seconds: float) -> int | None:
        """Ask for an orderly end, lifespan included; then make sure of it."""
        with contextlib.suppress(HostDied, TimeoutError, RuntimeError):
            self.ask("stop")
            self.wait_for(lambda event: event["event"] == "stopped", seconds)
        return self.end(grace=1.0)

    def end(self, grace: float = 0.0) -> int | None:
        """End the process group, at once or after ``grace`` seconds, and clean up."""
        if self._alive:
            self._alive = False
            for close in self.at_end:
                close()
            self._status = self._reap(grace)
            self._wire.close()  # not sooner: a host that is hung up on ends by itself
            self.output.close()
            if self.job.unix:
                Path(self.job.unix).unlink(missing_ok=True)
        return self._status

    def _died(self, status: int | None) -> HostDied:
        return HostDied(status, why=self._why() if status is None else "")

    def _send(self, message: Message, seconds: float) -> None:
        if not self._alive:
            raise self._died(self._status)
        try:
            self._wire.send(message, seconds)
        except WireBroken:
            raise self._died(self.end(grace=GRACE)) from None

    def _pump(self, seconds: float) -> bool:
        """Take in one message. False when none came in time."""
        if not self._alive:
            raise self._died(self._status)
        try:
            message = self._wire.receive(seconds)
        except WireBroken:
            raise self._died(self.end(grace=GRACE)) from None
        if message is None:
            return False
        self._take(message)
        return True

    def _take(self, message: Message) -> None:
        self._heard += 1
        if self._heard > MAX_EVENTS or self._wire.taken > MAX_BYTES:
            self.end()
            raise HostDied(None, flooded=True)
        if "reply" in message:
            if str(message["reply"]) in self._asked:
                self._replies[str(message["reply"])] = message
        elif event := heard.event(message):
            self.events.append(event)


def parse_dump(path: Path, learner: str) -> list[Message]:
    """The learner's places in a dump by :mod:`faulthandler`, innermost first."""
    # Lines look like:   File "…/main.py", line 12 in handler
    end = time.monotonic() + 0.5
    while True:
        text = _read_dump(path)
        if "most recent call first" in text and text.endswith("\n"):
            break
        if time.monotonic() > end:
            break
        time.sleep(0.01)
    places = []
    for line in text.splitlines():
        head, _, rest = line.strip().partition('", line ')
        number, _, function = rest.partition(" in ")
        if head.startswith(f'File "{learner}') and number.isdecimal() and len(number) < 8:
            places.append({"file": head[6:], "line": int(number), "function": function})
    return places


def _read_dump(path: Path) -> str:
    """The file as text, if it is one: the learner's code can put anything there."""
    try:
        data, _ = regular.read(path, MAX_DUMP, follow=True)
    except OSError:
        return ""
    return data[:MAX_DUMP].decode("utf-8", "replace")


class Launcher:
    """Starts hosts; see :func:`launcher` for the kind that fits this system.

    :attr:`runs` is where the hosts' own folders have to be; None: anywhere.
    :attr:`one_at_a_time`: a host can end the others, so that none is to wait or linger
    while another lesson is checked.
    """

    runs: Path | None = None
    one_at_a_time = False

    def start(self, job: Job) -> Host:
        """Start a host. It is not ready yet: see :meth:`Host.wait_ready`."""
        raise NotImplementedError

    def close(self) -> None:
        """End whatever this launcher keeps running."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def launcher(preload: Sequence[str] = (), kind: str = "") -> Launcher:
    """A launcher for this system: ``fork`` where there is one, else ``spawn``.

    Args:
        preload: modules that the zygote imports once, beside FastAPI.
        kind: ``fork`` or ``spawn``, to choose.
    """
    forks = hasattr(os, "fork") and hasattr(socket, "send_fds")
    if (kind or ("fork" if forks else "spawn")) == "fork":
        return ForkLauncher(preload)
    return SpawnLauncher()


def in_memory(folder: Path = Path("/dev/shm")) -> Path | None:
    """Where files are kept in memory, if there is such a place with room in it.

    A database in there commits without waiting for a disk. None: anywhere else will do.
    """
    try:
        system = os.statvfs(folder)
    except (AttributeError, OSError):  # Windows and macOS have none
        return None
    room = system.f_bavail * system.f_frsize
    return folder if room >= ROOM and os.access(folder, os.W_OK | os.X_OK) else None


def environment() -> dict[str, str]:
    """What our own helper processes need from ours, and nothing else."""
    names = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
    return {name: os.environ[name] for name in names if name in os.environ}


def python(call: str) -> list[str]:
    """The command line of a fresh interpreter that does one call with our package."""
    boot = f"import sys; sys.path.append({PACKAGE_ROOT!r}); {call}"
    return [sys.executable, "-I", "-X", "utf8", "-c", boot]


class ForkLauncher(Launcher):
    """Forks hosts from one warm process."""

    def __init__(self, preload: Sequence[str] = (), runs: Path | None = None) -> None:
        self.runs = runs
        self._preload = list(preload)
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None
        self._cookie = secrets.token_hex(16)
        self._living: set[int] = set()
        self._turn = threading.RLock()  # one run may be ending while the next one begins
        self._open()

    def _open(self) -> None:
        ours, theirs = socket.socketpair()
        call = f"from checker.host.zygote import main; main({theirs.fileno()}, {self._preload!r})"
        self._process = subprocess.Popen(
            python(call),
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=environment() | {COOKIE: self._cookie},
            start_new_session=True,
        )
        theirs.close()
        self._orders = ours

    def start(self, job: Job) -> Host:
        """Order a host; the zygote's answer is read when something needs it."""
        ours, theirs = socket.socketpair()
        output_r, output_w = os.pipe()
        fds = [theirs.fileno(), output_w]
        order = {"op": "fork", "job": job.to_json()}
        try:
            with self._turn:
                pid = self._forked(order, fds)
        except (OSError, ValueError):
            ours.close()
            os.close(output_r)
            raise _no_start() from None
        finally:
            theirs.close()
            os.close(output_w)
        self._living.add(pid)
        parent = self._process
        return Host(
            job,
            Wire(ours),
            Output(output_r),
            reap=lambda grace: self._reap(pid, grace, parent),
            dump=lambda: self._dump(pid),
            kill=lambda: self._kill(pid),
            why=self.why,
        )

    def _forked(self, order: dict[str, Any], fds: list[int]) -> int:
        try:
            return int(self._order(order, fds)["pid"])
        except (OSError, ValueError):  # somebody ended the zygote: have another, once
            self._lost()
            self._open()
            return int(self._order(order, fds)["pid"])

    def why(self) -> str:
        """What the hosts took too much of; "" where nobody counts that."""
        return ""

    def _kill(self, pid: int) -> None:
        _kill_group(pid)

    def _order(
        self, order: dict[str, Any], fds: Sequence[int] = (), seconds: float = PATIENCE
    ) -> dict[str, Any]:
        if self._orders is None or self._process is None:
            raise ValueError("there is no zygote")
        self._process.send_signal(signal.SIGCONT)  # a host may have stopped it
        self._orders.settimeout(seconds)
        data = json.dumps(order).encode() + b"\n"
        if fds:
            sent = socket.send_fds(self._orders, [data], list(fds))
            data = data[sent:]
        self._orders.sendall(data)
        answer = b""
        while not answer.endswith(b"\n"):
            part = self._orders.recv(65536)
            if not part:
                raise ValueError("the zygote is gone")
            answer += part
        reply: dict[str, Any] = json.loads(answer)
        return reply

    def _reap(self, pid: int, grace: float, parent: object) -> int | None:
        self._living.discard(pid)
        order = {"op": "reap", "pid": pid, "grace": grace}
        with self._turn:
            try:
                if parent is not self._process:
                    raise ValueError("it was another zygote's child")
                status = self._order(order, seconds=grace + PATIENCE)["status"]
            except (OSError, ValueError):
                if parent is self._process:
                    self._lost()
                self._sweep(pid)
                return None
        return status if isinstance(status, int) else None

    def _dump(self, pid: int) -> None:
        with self._turn, contextlib.suppress(OSError, ValueError):
            self._order({"op": "dump", "pid": pid})

    def _lost(self) -> None:
        """The zygote was ended, or does not answer: end what it leaves behind."""
        if self._process is not None:
            self._process.kill()
        self.close()
        self._sweep()

    def _sweep(self, leader: int = 0) -> None:
        """End all that came from our zygotes, but for those that are still wanted."""
        zygote = {self._process.pid} if self._process is not None else set()
        sweep(self._cookie, self._living | zygote, leader)

    def close(self) -> None:
        if self._orders is not None:
            self._orders.close()
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
                sweep(self._cookie)
        self._orders = self._process = None


def sweep(cookie: str, spared: Collection[int] = (), leader: int = 0) -> None:
    """End every process that carries this cookie and is in no session of ``spared``.

    That needs a ``/proc``; elsewhere the group of ``leader`` has to do. What started a
    program with an environment of its own making, in a session of its own, is not found.
    """
    if not Path("/proc/self/environ").exists():
        if leader and hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(leader, signal.SIGKILL)
        return
    for _ in range(100):  # a process may fork while we look
        if not sum(_swept(pid, cookie, spared) for pid in _pids()):
            return


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]  # noqa: PTH208 hot


def _swept(pid: int, cookie: str, spared: Collection[int]) -> bool:
    try:
        carries = f"{COOKIE}={cookie}".encode() in Path(f"/proc/{pid}/environ").read_bytes()
        if not carries or os.getsid(pid) in spared:
            return False
        os.kill(pid, signal.SIGKILL)
    except OSError:
        return False
    return True


class SpawnLauncher(Launcher):
    """Starts every host as a fresh interpreter, and reaches it over loopback TCP."""

    def start(self, job: Job) -> Host:
        secret = secrets.token_hex(16)
        cookie = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as door:
            output_r, output_w = os.pipe()
            process = subprocess.Popen(
                python("from checker.host.single import main; main()"),
                stdin=subprocess.PIPE,
                stdout=output_w,
                stderr=output_w,
                env=environment() | {COOKIE: cookie},
                start_new_session=True,
            )
            os.close(output_w)
            order = {"port": door.getsockname()[1], "secret": secret, "job": job.to_json()}
            try:
                assert process.stdin is not None
                with process.stdin:
                    process.stdin.write(json.dumps(order).encode() + b"\n")
                wire = self._welcome(door, secret, process)
            except OSError:
                _end(process, cookie, 0)
                os.close(output_r)
                raise _no_start() from None
        return Host(
            job,
            wire,
            Output(output_r),
            reap=lambda grace: _end(process, cookie, grace),
            kill=process.kill,
            ordered=False,
        )

    def _welcome(self, door: socket.socket, secret: str, process: subprocess.Popen[bytes]) -> Wire:
        """The channel of the one who knows the secret. Raises OSError: nobody comes."""
        end = time.monotonic() + 30
        door.settimeout(0.1)
        while True:
            try:
                channel, _ = door.accept()
            except TimeoutError:
                if process.poll() is not None or time.monotonic() > end:
                    raise
                continue
            channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            wire = Wire(channel)
            with contextlib.suppress(WireBroken):
                if (wire.receive(5) or {}).get("secret") == secret:
                    return wire
            wire.close()


def _no_start() -> CourseFault:
    return CourseFault(
        "The process that runs your app cannot be started.",
        "Run `course doctor` to see what is in its way.",
    )


def _end(process: subprocess.Popen[bytes], cookie: str, grace: float) -> int | None:
    status = None
    with contextlib.suppress(subprocess.TimeoutExpired):
        status = process.wait(timeout=grace)
    _kill_group(process.pid)
    process.kill()
    process.wait()
    sweep(cookie)
    return status


def _kill_group(pid: int) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
