"""A process that has everything imported already and forks hosts on demand.

It talks to the judge in lock-step over the socket it inherits: one JSON line with the
order (and, for a fork, the file descriptors of the host's channel and output), one JSON
line back. It runs no learner code itself.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from typing import Any

from checker.host.job import Job
from checker.host.wire import Wire


def main(fd: int, preload: list[str]) -> None:
    """Serve fork orders on the socket ``fd`` until the judge hangs up."""
    judge = socket.socket(fileno=fd)
    _warm_up(preload)
    _Zygote(judge).serve()


def _warm_up(preload: list[str]) -> None:
    for name in ("checker.host.child", "uvicorn.protocols.http.h11_impl", "uvicorn.lifespan.on"):
        importlib.import_module(name)
    for name in ("anyio._backends._asyncio", *preload):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    importlib.import_module("checker.host.warmup").build()
    gc.collect()
    gc.freeze()


class _Zygote:
    def __init__(self, judge: socket.socket) -> None:
        self._judge = judge
        self._children: set[int] = set()
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
            os._exit(0)

    def _receive(self) -> tuple[dict[str, Any] | None, list[int]]:
        data, fds, _, _ = socket.recv_fds(self._judge, 1 << 20, 4)
        while data and not data.endswith(b"\n"):
            data += self._judge.recv(1 << 20)
        return (json.loads(data) if data else None), list(fds)

    def _do_fork(self, order: dict[str, Any], fds: list[int]) -> dict[str, Any]:
        pid = os.fork()
        if pid == 0:
            self._become_host(Job.from_json(order["job"]), *fds)
        for fd in fds:
            os.close(fd)
        self._children.add(pid)
        return {"pid": pid}

    def _become_host(self, job: Job, channel: int, output: int) -> None:
        try:
            os.setsid()
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
        """Wait up to ``grace`` seconds for a host's end, then end its whole group."""
        pid = order["pid"]
        if pid not in self._children:
            return {"status": None}
        done, status = os.waitpid(pid, os.WNOHANG)
        if not done and order["grace"] > 0:
            done, status = self._await_end(pid, order["grace"])
        _kill_group(pid)
        if not done:
            _, status = os.waitpid(pid, 0)
        self._children.discard(pid)
        return {"status": os.waitstatus_to_exitcode(status)}

    def _await_end(self, pid: int, grace: float) -> tuple[int, int]:
        while select.select([self._died_r], [], [], grace)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._died_r, 512)
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return done, status
        return os.waitpid(pid, os.WNOHANG)

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


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
