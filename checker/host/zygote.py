"""A process that has imported what a lesson needs, and forks hosts on demand.

It talks to the judge in lock-step over the socket it inherits: one JSON line with the
order (and, for a fork, the file descriptors of the host's channel and output), one JSON
line back. It runs no learner code itself.

On Linux it is the subreaper of all that comes from its hosts, so that a process which
left its host's session, and outlived it, becomes the zygote's child and is found.
Elsewhere only a host's process group is ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from checker.host.job import Job
from checker.host.wire import Wire

PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER = 4, 36  # from linux/prctl.h


def main(fd: int, preload: list[str], confined: bool = False) -> None:
    """Serve fork orders on the socket ``fd`` until the judge hangs up.

    Args:
        preload: modules to import when there is time: once a second host has been asked
            for, so that a single check does not wait for what it may not need.
        confined: this process is the first in a sandbox. Nothing in there can signal it,
            and then nothing is to look into it or take its files either.
    """
    judge = socket.socket(fileno=fd)
    if sys.platform == "linux":
        # Whatever comes from a host stays below us, also when its own parent has ended.
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
    if confined:
        _prctl(PR_SET_DUMPABLE, 0)
    _warm_up()
    _Zygote(judge, confined, preload).serve()


def _prctl(what: int, value: int) -> None:
    ctypes.CDLL(None).prctl(what, value, 0, 0, 0)


def _warm_up() -> None:
    for name in (
        "checker.host.child",
        "uvicorn.protocols.http.httptools_impl",
        "uvicorn.lifespan.on",
        "anyio._backends._asyncio",
    ):
        importlib.import_module(name)
    importlib.import_module("checker.host.warmup").build()
    _settle()


def _settle() -> None:
    """Keep what is loaded out of the garbage collector's way, in every host too."""
    gc.collect()
    gc.freeze()


class _Zygote:
    def __init__(self, judge: socket.socket, confined: bool, preload: list[str]) -> None:
        self._judge = judge
        self._confined = confined
        self._later = list(preload)
        self._forks = 0
        self._children: set[int] = set()
        self._runs: set[str] = set()
        self._died_r, died_w = os.pipe()
        os.set_blocking(self._died_r, False)
        os.set_blocking(died_w, False)
        self._died_w = died_w
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(died_w, warn_on_full_buffer=False)

    def serve(self) -> None:
        try:
            while True:
                order, fds = self._receive()
                if order is None:
                    break
                reply = getattr(self, f"_do_{order['op']}")(order, fds)
                self._judge.sendall(json.dumps(reply).encode() + b"\n")
        finally:
            for pid in self._children:
                _kill_group(pid)
            _end_strays(set())
            for run in self._runs:
                _remove(run)
            os._exit(0)

    def _use_the_time(self) -> None:
        """Import what the next hosts may need, as long as nobody waits for an order."""
        while self._later and self._forks > 1 and not select.select([self._judge], [], [], 0)[0]:
            with contextlib.suppress(ImportError):
                importlib.import_module(self._later.pop(0))
            if not self._later:
                _settle()

    def _receive(self) -> tuple[dict[str, Any] | None, list[int]]:
        self._use_the_time()
        data, fds, _, _ = socket.recv_fds(self._judge, 1 << 20, 4)
        while data and not data.endswith(b"\n"):
            data += self._judge.recv(1 << 20)
        return (json.loads(data) if data else None), list(fds)

    def _do_fork(self, order: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        self._forks += 1
        pid = os.fork()
        if pid == 0:
            self._become_host(Job.from_json(order["job"]), *fds)
        for fd in fds:
            os.close(fd)
        self._children.add(pid)
        self._runs.add(order["job"]["run"])
        return {"pid": pid}

    def _become_host(self, job: Job, channel: int, output: int) -> None:
        try:
            os.setsid()
            if self._confined:
                _prctl(PR_SET_DUMPABLE, 1)  # so that its own /proc/self is its own
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._judge.close()
            os.close(self._died_r)
            os.close(self._died_w)
            take_output(output)
            from checker.host.child import run

            run(job, Wire(socket.socket(fileno=channel)))
        finally:
            os._exit(70)

    def _do_reap(self, order: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        """Wait up to ``grace`` seconds for a host's end, then end all that is left of it.

        The status is None when the host had not ended by itself.
        """
        pid = order["pid"]
        if pid not in self._children:
            return {"status": None}
        status = self._await_end(pid, order["grace"])
        _kill_group(pid)
        if status is None:
            os.waitpid(pid, 0)
        self._children.discard(pid)
        _end_strays(self._children)
        return {"status": None if status is None else os.waitstatus_to_exitcode(status)}

    def _await_end(self, pid: int, grace: float) -> int | None:
        end = time.monotonic() + grace
        while True:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return status
            left = end - time.monotonic()
            if left <= 0:
                return None
            if select.select([self._died_r], [], [], left)[0]:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._died_r, 512)

    def _do_dump(self, order: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        if order["pid"] in self._children:
            os.kill(order["pid"], signal.SIGUSR1)
        return {}


def take_output(fd: int) -> None:
    """Make ``fd`` this process's stdout and stderr, and nothing its stdin."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(fd, 1)
    os.dup2(fd, 2)
    os.close(nothing)
    os.close(fd)
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)  # noqa: SIM115


def _end_strays(hosts: set[int], seconds: float = 5.0) -> None:
    """End the children that are no hosts: processes whose own parent is gone.

    One that dies hands its children on to us, so this goes on until there are none.
    """
    end = time.monotonic() + seconds
    while (strays := _our_children() - hosts) and time.monotonic() < end:
        for pid in strays:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.001)
        for pid in strays:
            with contextlib.suppress(OSError):
                os.waitpid(pid, os.WNOHANG)


def _remove(run: str) -> None:
    """A host's folder, and the private one it is in, if the judge who made them is gone."""
    if Path(run).parent.is_symlink():  # a program put it there: what it leads to is not ours
        return
    shutil.rmtree(run, ignore_errors=True)
    for path in Path(run).parent.glob("*.sock*"):
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        Path(run).parent.rmdir()


def _our_children() -> set[int]:
    me = os.getpid()
    try:
        return {int(pid) for pid in Path(f"/proc/self/task/{me}/children").read_text().split()}
    except OSError:
        return {pid for pid in _all_pids() if _parent(pid) == me}


def _all_pids() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdecimal()]  # noqa: PTH208
    except OSError:
        return []


def _parent(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        return int(fields.split()[1])
    except OSError:
        return 0


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
