"""JSON lines over a socket, the same on both ends. Never pickle.

One message is one JSON object on one line. What comes from the host has passed through
the learner's process, so the judge reads it with bounds and believes nothing but its
shape.
"""

from __future__ import annotations

import contextlib
import json
import selectors
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

Message = dict[str, Any]

MAX_LINE = 4_000_000
"""Bytes: a longer line means that the other end is no longer ours."""


class WireBroken(Exception):
    """The other end hung up, or said something that is no message."""


class Wire:
    """One end of a channel. Sending is safe from several threads, reading from one."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._lock = threading.Lock()
        self._buffer = bytearray()

    def send(self, message: Message, seconds: float | None = None) -> None:
        """Send a message; with ``seconds``, only by an end that nobody reads meanwhile.

        Raises:
            WireBroken: the other end is gone.
            TimeoutError: it has not taken the message in ``seconds``; half of it may be sent.
        """
        data = json.dumps(message).encode() + b"\n"
        try:
            with self._lock, self._limited(seconds):
                self._sock.sendall(data)
        except TimeoutError:
            raise
        except OSError as error:
            raise WireBroken(str(error)) from None

    @contextlib.contextmanager
    def _limited(self, seconds: float | None) -> Iterator[None]:
        if seconds is None:  # another thread may be waiting to read: leave the socket alone
            yield
            return
        self._sock.settimeout(seconds)
        try:
            yield
        finally:
            self._unlimit()

    def receive(self, seconds: float | None = None) -> Message | None:
        """The next message, or None when none came within ``seconds``.

        ``seconds=0`` takes only what is already there; ``None`` waits for ever.

        Raises:
            WireBroken: the other end is gone or sent something else than a message.
        """
        end = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self._buffer:
            if not self._fill(None if end is None else max(0.0, end - time.monotonic())):
                return None
        line, _, rest = self._buffer.partition(b"\n")
        self._buffer = rest
        return _message(bytes(line))

    def pending(self, seconds: float, sockets: Sequence[socket.socket]) -> bool:
        """Wait until a message may be read here (True) or from one of ``sockets`` (False).

        Also False when neither happened within ``seconds``.
        """
        if b"\n" in self._buffer:
            return True
        with selectors.DefaultSelector() as selector:
            for sock in {self._sock, *sockets}:
                selector.register(sock, selectors.EVENT_READ)
            ready = {key.fileobj for key, _ in selector.select(seconds)}
        return self._sock in ready

    def _fill(self, seconds: float | None) -> bool:
        try:
            self._sock.settimeout(seconds)
            data = self._sock.recv(65536)
        except (TimeoutError, BlockingIOError):
            return False
        except OSError as error:
            raise WireBroken(str(error)) from None
        finally:
            self._unlimit()
        if not data:
            raise WireBroken("closed")
        self._buffer += data
        if len(self._buffer) > MAX_LINE:
            raise WireBroken("a line without end")
        return True

    def _unlimit(self) -> None:
        try:
            self._sock.settimeout(None)
        except OSError:
            return

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()


def _message(line: bytes) -> Message:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WireBroken(f"not JSON: {error}") from None
    if not isinstance(message, dict):
        raise WireBroken("not a message")
    return message
