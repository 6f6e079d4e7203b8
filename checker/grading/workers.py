"""Worker processes: each judges one submission after the other, in a sandbox of its own."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from checker.curriculum import Course
from checker.grading.unpacking import is_machines
from checker.grading.worker import ORDERS, VERDICTS, Order, Verdict, broken
from checker.launcher import environment, python
from checker.removal import remove
from checker.sandbox import PACKAGE, View, outer

BASE = Path("/grading")
"""Where a sandboxed worker works: in memory, seen by nobody else."""
WORK = 256 * 1024**2
RUNS = 256 * 1024**2
"""Bytes for a submission's files as they were handed in, and for what its code writes."""
PATIENCE = 90.0
"""Seconds a lesson may take, its start and end included, before its worker is given up."""
MAX_ANSWER = 50_000_000
AGAIN = "Run the same command again: it judges what is left."
GRACE = 5.0
"""Seconds in which what was in an ended sandbox is gone."""


class Workers:
    """One worker process for each thread that judges.

    A thread has a process of its own, and that matters: a sandbox ends with the thread
    that started it.

    Args:
        sandboxed: whether strangers' code runs in a sandbox. Ask
            :func:`checker.sandbox.require` first.
    """

    def __init__(self, course: Course, sandboxed: bool) -> None:
        self._course = course
        self._sandboxed = sandboxed
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._all: list[_Process] = []
        self._ended = False

    def judge(self, order: Order, data: bytes) -> Verdict:
        """The verdict; a second process tries once more if the first is lost."""
        worker = self._worker()
        lost = Verdict(
            None, "It could not be judged: its worker process ended.", final=False, remedy=AGAIN
        )
        for _ in range(2):
            if self._ended:
                break
            try:
                return worker.ask(order, data)
            except (OSError, ValueError) as error:
                lost = broken(error) if is_machines(error) else lost
            worker.end()
        return lost

    def _worker(self) -> _Process:
        worker: _Process | None = getattr(self._mine, "worker", None)
        if worker is None:
            worker = self._mine.worker = _Process(self._course, self._sandboxed)
            with self._lock:
                self._all.append(worker)
        return worker

    def end(self) -> None:
        """End every process, also those that are judging."""
        self._ended = True
        with self._lock:
            for worker in self._all:
                worker.end(for_good=True)


class _Process:
    """One worker process, and another when that one is lost."""

    def __init__(self, course: Course, sandboxed: bool) -> None:
        self._course = course
        self._sandboxed = sandboxed
        self._lock = threading.Lock()
        self._base: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def ask(self, order: Order, data: bytes) -> Verdict:
        """The verdict. Raises OSError or ValueError when the process is lost."""
        process = self._started()
        assert process.stdin is not None
        with _limited(process, PATIENCE * len(order.lessons)):
            process.stdin.write(ORDERS.dump_json(order) + b"\n" + data)
            process.stdin.flush()
            assert process.stdout is not None
            answer = process.stdout.readline(MAX_ANSWER)
        if not answer.endswith(b"\n"):
            raise ValueError("no verdict")
        return VERDICTS.validate_json(answer)

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._ended:
                raise ValueError("ended")
            self._process = self._process or self._start()
            return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        base = BASE
        if not self._sandboxed:
            self._base = base = Path(tempfile.mkdtemp(prefix="course-grading-"))
            (base / "runs").mkdir()
        arguments = f"{str(self._course.root)!r}, {str(base)!r}, {self._sandboxed}"
        words = python(f"from checker.grading.worker import main; main({arguments})")
        return subprocess.Popen(
            outer(self._view(), words) if self._sandboxed else words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment(),
            start_new_session=True,
        )

    def _environment(self) -> dict[str, str]:
        if not self._sandboxed:
            return environment()
        return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}

    def _view(self) -> View:
        root = self._course.root
        return View(
            shown=(root / "lessons", root / "solutions", PACKAGE),
            scratch=((BASE, WORK), (BASE / "runs", RUNS)),
        )

    def end(self, for_good: bool = False) -> None:
        with self._lock:
            process, self._process = self._process, None
            base, self._base = self._base, None
            self._ended = self._ended or for_good
        if process is not None:
            _kill(process)
        if base is not None:
            remove(base)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End it, and what it started in its group before that could be tied to it."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    _see_it_end(process)
    for pipe in filter(None, (process.stdin, process.stdout)):
        with contextlib.suppress(OSError):
            pipe.close()


def _see_it_end(process: subprocess.Popen[bytes]) -> None:
    """Wait until nothing holds its stdout: what is in its sandbox ends a moment after it."""
    if process.stdout is None or not hasattr(os, "killpg"):
        return
    pipe = process.stdout.fileno()
    with contextlib.suppress(OSError, ValueError):
        while select.select([pipe], [], [], GRACE)[0] and os.read(pipe, 65_536):
            pass


@contextlib.contextmanager
def _limited(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """A process that takes longer is killed."""
    clock = threading.Timer(seconds, process.kill)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
