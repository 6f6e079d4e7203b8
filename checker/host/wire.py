"""JSON lines over a socket, the same on both ends. Never pickle.

One message is one JSON object on one line. What comes from the host has passed through
the learner's process, so the judge reads it with bounds and believes nothing but its
shape.
"""

from __future__ import annotations

import contextlib
import json
import math
import selectors
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

Message = dict[str, Any]
Waiting = getattr(selectors, "PollSelector", selectors.SelectSelector)

MAX_LINE = 4_000_000
"""Bytes: a longer line means that the other end is no longer ours."""
MAX_DEPTH = 100
"""Lists and objects inside one another; what is deeper is not read as JSON."""


class WireBroken(Exception):
    """The other end hung up, or said something that is no message."""


class Wire:
    """One end of a channel. Sending is safe from several threads, reading from one."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._lock = threading.Lock()
        self._buffer = bytearray()
        self.taken = 0
        """Bytes that have come so far."""

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
        with Waiting() as selector:  # made anew each time: the cheap kind, not epoll
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
        self.taken += len(data)
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


def loads(text: bytes | str) -> Any:
    """JSON from somebody who may mean harm: RFC 8259, and no deeper than MAX_DEPTH.

    Raises:
        ValueError: it is no JSON, has NaN, Infinity or a number too large for a float,
            or is nested too deep for the code that will walk over it.
    """
    try:
        words = text if isinstance(text, str) else text.decode(_encoding(text), "surrogatepass")
        value = _DECODER.decode(words)
    except RecursionError:
        raise ValueError("nested too deep") from None
    brackets = (b"[", b"{") if isinstance(text, bytes) else ("[", "{")
    if sum(map(text.count, brackets)) > MAX_DEPTH and too_deep(value):  # type: ignore[arg-type]
        raise ValueError("nested too deep")
    return value


def too_deep(value: Any) -> bool:
    """Whether lists and dicts stand inside one another more than MAX_DEPTH times."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    items = value.values() if isinstance(value, dict) else value
    return [item for item in items if isinstance(item, dict | list)]


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError("a number too large")
    return number


_encoding = json.detect_encoding
_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)
"""Made once: with options, ``json.loads`` makes one for each call."""


def _message(line: bytes) -> Message:
    try:
        message = loads(line)
    except ValueError as error:
        raise WireBroken(f"not JSON: {error}") from None
    if not isinstance(message, dict):
        raise WireBroken("not a message")
    return message
