"""Hosts whose zygote, and all that comes from it, is in a sandbox of its own."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

from checker.errors import CourseFault
from checker.launcher import ForkLauncher, python
from checker.sandbox import PACKAGE, View, inner, rules
from checker.watcher import Bounds, Watcher

PATIENCE = 10.0
"""Seconds in which bubblewrap has made its namespaces."""


class SandboxLauncher(ForkLauncher):
    """Forks hosts in a sandbox: one workspace, no network, nothing else of this disk.

    Nothing is shared between two of these, so one is made for each submission.

    Args:
        workspace: the submission; read-only.
        given: what stands for the course's solutions: only what learners are given.
        solutions: where the course's solutions are; ``given`` is seen in their place.
        runs: a folder, best on a file system of its own, for the hosts' files.
    """

    one_at_a_time = True

    def __init__(
        self,
        preload: Sequence[str],
        workspace: Path,
        given: Path,
        solutions: Path,
        runs: Path,
        bounds: Bounds = Bounds(),  # noqa: B008 frozen
    ) -> None:
        ours = (PACKAGE / "__init__.py", PACKAGE / "host")
        self._view = View(
            shown=(workspace, *ours),
            moved=((given, solutions),),
            writable=(runs,),
            hidden=(PACKAGE, solutions.parent),
        )
        self._bounds = bounds
        self._watcher: Watcher | None = None
        self._why = ""
        super().__init__(preload, runs)

    def why(self) -> str:
        """What was too much, if a sandbox was ended for it."""
        return self._watcher.why if self._watcher else self._why

    def _open(self) -> None:
        ours, theirs = socket.socketpair()
        info_r, info_w = os.pipe()
        fd = theirs.fileno()
        call = f"from checker.host.zygote import main; main({fd}, {self._preload!r}, True)"
        try:
            with rules() as refused:
                self._process = subprocess.Popen(
                    inner(self._view, python(call), info_w, refused),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[fd, info_w, refused],
                    env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                )
        finally:
            theirs.close()
            os.close(info_w)
        self._orders = ours
        self._why = ""
        self._watcher = Watcher(_first_process(info_r), self.runs or Path("/tmp"), self._bounds)

    def _kill(self, pid: int) -> None:
        """All of it: a process id in there means nothing out here."""
        if self._watcher is not None:
            self._watcher.kill()

    def _sweep(self, leader: int = 0) -> None:
        """Nothing to do: what was in the sandbox ended with its first process."""

    def _lost(self) -> None:
        self.close()

    def close(self) -> None:
        if self._orders is not None:
            self._orders.close()
        if self._watcher is not None:
            self._watcher.close()
            self._why = self._watcher.why
        if self._process is not None:
            self._process.wait()
        self._orders = self._process = self._watcher = None


def _first_process(info: int) -> int:
    """The process id that bubblewrap tells, as it is seen from here."""
    told = b""
    with contextlib.closing(os.fdopen(info, "rb", buffering=0)) as pipe:
        while not told.rstrip().endswith(b"}"):
            if not select.select([pipe], [], [], PATIENCE)[0] or not (part := pipe.read(4096)):
                raise CourseFault(
                    "The sandbox cannot be started.", "Run `course doctor` to see why."
                )
            told += part
    return int(json.loads(told)["child-pid"])
