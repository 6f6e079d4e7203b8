"""Ends a sandbox whose processes together take more than their share.

A limit that a process inherits bounds that process alone, and the one on the number of
processes does not hold for root. So somebody outside counts, twenty times a second: how
many there are, their memory, their processor time, and how full their folder is.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

TICK_MS = 50
_CLOCK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


TOO_MUCH = re.compile(
    r"^Your program ((?:started more than|filled the|made more than|took more than|"
    r"used more than) .*?) while "
)
"""Finds :attr:`Watcher.why` in a sentence that a report says it with."""


@dataclass(frozen=True)
class Bounds:
    """What all processes of one sandbox may take together.

    ``memory`` is bytes that are theirs alone, or shared among them; ``cpu`` seconds,
    ``files`` the number of files and folders they make, ``full`` the share of their disk
    that may be used.
    """

    processes: int = 50
    threads: int = 1000
    memory: int = 2 * 1024**3
    cpu: float = 180.0
    files: int = 20_000
    full: float = 0.95


class Watcher:
    """Watches the sandbox whose first process is ``pid``, until it ends.

    Args:
        pid: as seen from here. Ending it ends all that is in the sandbox.
        folder: a file system of its own that the sandbox writes to.

    :attr:`why` says what was too much, in words that follow "your program"; "" so far.
    """

    def __init__(self, pid: int, folder: Path, bounds: Bounds) -> None:
        self.why = ""
        self._handle = os.pidfd_open(pid)
        self._processes = Path(f"/proc/{pid}/root/proc")
        self._in_memory = [Path(f"/proc/{pid}/root", name) for name in ("tmp", "dev/shm")]
        self._folder = folder
        self._bounds = bounds
        self._thread = threading.Thread(target=self._watch, daemon=True, name="watcher")
        self._thread.start()

    def kill(self) -> None:
        """End the sandbox at once, from any thread."""
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def close(self) -> None:
        """End it, and wait until it is gone."""
        self.kill()
        self._thread.join()
        os.close(self._handle)

    def _watch(self) -> None:
        gone = select.poll()
        gone.register(self._handle, select.POLLIN)
        while not gone.poll(TICK_MS):
            self.why = self.why or self._too_much()
            if self.why:
                self.kill()

    def _too_much(self) -> str:
        bounds = self._bounds
        try:
            pids = [name for name in os.listdir(self._processes) if name.isdecimal()]  # noqa: PTH208 hot
            disk = os.statvfs(self._folder)
            files = sum(map(_files, [disk, *map(os.statvfs, self._in_memory)]))
        except OSError:  # it is just ending
            return ""
        if len(pids) > bounds.processes:
            return f"started more than {bounds.processes} processes"
        if sum(map(self._threads, pids)) > bounds.threads:
            return f"started more than {bounds.threads:,} threads"
        if disk.f_blocks and disk.f_bfree < disk.f_blocks * (1 - bounds.full):
            return f"filled the {disk.f_blocks * disk.f_frsize // 10**6} MB of disk that it has"
        if files > bounds.files:
            return f"made more than {bounds.files:,} files"
        if self._memory(pids) > bounds.memory:
            return f"took more than {bounds.memory / 1024**3:g} GB of memory"
        if sum(map(self._seconds, pids)) > bounds.cpu:
            return f"used more than {bounds.cpu:g} seconds of processor time"
        return ""

    def _memory(self, pids: list[str]) -> int:
        """Bytes, without what each has from the first of them, which forked them all."""
        first = self._own("1")
        return first + sum(max(0, self._own(pid) - first) for pid in pids)

    def _own(self, pid: str) -> int:
        # Lines of /proc/PID/status such as "RssAnon:	    1234 kB". What is shared counts
        # for each that shares it. Files that are read, such as libraries, do not count.
        found = re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+) kB", self._text(pid, "status"), re.M)
        return sum(map(int, found)) * 1024

    def _threads(self, pid: str) -> int:
        # The 18th field behind the name.
        fields = self._fields(pid)
        return int(fields[17]) if fields else 0

    def _seconds(self, pid: str) -> float:
        # From the 12th field behind the name: user and system time, then its children's.
        fields = self._fields(pid)
        return sum(map(int, fields[11:15])) / _CLOCK if fields else 0.0

    def _fields(self, pid: str) -> list[str]:
        return self._text(pid, "stat").rpartition(")")[2].split()

    def _text(self, pid: str, name: str) -> str:
        try:
            return (self._processes / pid / name).read_text("utf-8", "replace")
        except OSError:
            return ""


def _files(disk: os.statvfs_result) -> int:
    return disk.f_files - disk.f_ffree
