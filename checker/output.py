"""What the learner's code prints, kept within bounds."""

from __future__ import annotations

import os
import re
import select
import socket
import threading

KEEP = 32_000
"""Bytes kept from the start, and again from the end."""
FLOOD = 10_000_000
"""Bytes after which nobody reads on: the printing code is stuck until it is ended."""


_OURS = "/checker/host/", "/site-packages/"
_FRAME = re.compile(
    r'^ +File "([^"\n]+)", line \d+, in .*\n(?: {4,}\S.*\n| {4,}[~^][~^ ]*\n)*', re.M
)
_LATE = re.compile(
    r"^(\S+):\d+: (RuntimeWarning: coroutine .* was never awaited\n)(?:  .*\n)?", re.M
)
_GIVEN = re.compile(
    r"(^| File \")[^\"\n]*[/\\]solutions[/\\](lesson\d\w*[/\\])(?=[^\"\n]*\.py(?:\"|:\d))", re.M
)
"""A given module is run from the course; the learner has the same one in their folder."""
_ADVICE = "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n"


def theirs(text: str) -> str:
    """What was printed, without the frames of libraries and of the course's host.

    A coroutine that nobody awaited is noticed later, somewhere: the place says nothing.
    """

    def kept(found: re.Match[str], rest: str) -> str:
        path = found[1].replace("\\", "/")
        return rest if any(part in path for part in _OURS) else found[0]

    text = _FRAME.sub(lambda found: kept(found, ""), text.replace(_ADVICE, ""))
    text = _LATE.sub(lambda found: kept(found, found[2]), text)
    return _GIVEN.sub(lambda found: f"{found[1]}lessons/{found[2]}", text)


class Output:
    """Reads a host's stdout and stderr from a pipe until it closes.

    ``flooded`` becomes true once more than :data:`FLOOD` bytes have come.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = threading.Lock()
        self._head = bytearray()
        self._tail = bytearray()
        self._total = 0
        self._done, self._doorbell = socket.socketpair()
        self._thread = threading.Thread(target=self._drain, daemon=True, name="output")
        self._thread.start()

    @property
    def flooded(self) -> bool:
        return self._total > FLOOD

    @property
    def mark(self) -> int:
        """How many bytes have come so far; see :meth:`since`."""
        return self._total

    def _drain(self) -> None:
        while not self.flooded and self._readable():
            try:
                data = os.read(self._fd, 65536)
            except OSError:
                return
            if not data:
                return
            with self._lock:
                self._keep(data)

    def _readable(self) -> bool:
        """Wait for output (True), or for nothing more to be wanted (False)."""
        if not hasattr(select, "poll"):
            return True
        poll = select.poll()
        poll.register(self._fd, select.POLLIN)
        poll.register(self._done, select.POLLIN)
        return any(fd == self._fd for fd, _ in poll.poll())

    def _keep(self, data: bytes) -> None:
        room = KEEP - len(self._head)
        self._head += data[:room]
        self._tail = (self._tail + data[room if room > 0 else 0 :])[-KEEP:]
        self._total += len(data)

    def since(self, mark: int = 0) -> str:
        """What was printed after ``mark``, with the middle cut out of a long text."""
        with self._lock:
            dropped = self._total - len(self._head) - len(self._tail)
            start = bytes(self._head[mark:])
            end = bytes(self._tail[max(0, mark - len(self._head) - dropped) :])
        middle = b"\n[...]\n" if dropped else b""
        return (start + middle + end).decode("utf-8", "replace")

    def close(self, seconds: float = 1.0) -> None:
        """Wait for the last bytes of a host that has ended, and let go of the pipe.

        They are all there when the host's children have ended too; if one lives on and
        keeps the pipe open, what it prints later is not waited for.
        """
        self._thread.join(seconds)
        self._doorbell.close()
        self._thread.join(seconds)
        if not self._thread.is_alive():  # else its number must stay taken
            os.close(self._fd)
            self._done.close()
