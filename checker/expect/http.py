"""HTTP to a host: httpx writes the request, ``http.client`` carries it.

httpx' own transport costs more than the whole of a small FastAPI answer; its encoder of
JSON, forms, files and queries is what we are after.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import selectors
import shlex
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from checker.host.wire import Waiting
from checker.report import Sent

MAX_BODY = 8_000_000
"""Bytes of an answer that are read; what is longer counts as endless."""
MAX_KEPT = 200_000
"""Bytes of a request's body that are kept to send it again."""


class TooLong(Exception):
    """An answer of more than :data:`MAX_BODY` bytes."""


@dataclass(frozen=True)
class Asked:
    """A request, as the check wrote it. Paths start with ``/``."""

    method: str
    path: str
    params: Any = None
    json: Any = None
    data: Any = None
    files: Any = None
    content: bytes | None = None
    headers: Any = None

    def encoded(self) -> httpx.Request:
        body = {"json": self.json} if self.json is not None else {}
        return httpx.Request(
            self.method,
            f"http://localhost:8000{self.path}",
            params=self.params,
            data=self.data,
            files=self.files,
            content=self.content,
            headers=self.headers,
            **body,
        )

    def target(self, request: httpx.Request) -> str:
        """Path and query as they are sent: nobody tidies up a ``..``."""
        if self.params is None and self.path.isascii() and " " not in self.path:
            return self.path
        return request.url.raw_path.decode("ascii")

    def sent(self) -> Sent:
        """The request as it is sent, to be sent again."""
        request = self.encoded()
        headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in request.headers.raw)
        body = request.read()
        kept = body if len(body) <= MAX_KEPT else None
        return Sent(self.method, self.target(request), headers, kept, self.curl())

    def curl(self) -> str:
        """The same request as a line for a shell, against ``course run``."""
        url = f"http://localhost:8000{self.path}"
        if self.params:
            url = str(httpx.URL(url, params=self.params))
        words = ["curl", "--path-as-is"] if ".." in self.path or "/./" in self.path else ["curl"]
        if self.method != "GET":
            words += ["-X", self.method]
        words.append(shlex.quote(url.removeprefix("http://")))
        for name, value in (self.headers or {}).items():
            words += ["-H", shlex.quote(f"{name}: {value}")]
        return " ".join(words + self._curl_body())

    def _curl_body(self) -> list[str]:
        words = []
        if self.json is not None:
            words += ["-H", "'content-type: application/json'"]
            words += ["-d", shlex.quote(json.dumps(self.json, ensure_ascii=False))]
        if self.content is not None:
            words += ["--data-binary", shlex.quote(self.content.decode("utf-8", "replace")[:200])]
        for name, value in _pairs(self.data):
            flag = "-F" if self.files else "--data-urlencode"
            words += [flag, shlex.quote(f"{name}={value}")]
        for name, (filename, content, *rest) in _pairs(self.files):
            kind = f";type={rest[0]}" if rest else ""
            words += ["-F", shlex.quote(f"{name}=@-;filename={_short(filename)}{kind}")]
            words += [f"<<< '({len(content)} bytes)'"] if len(content) else []
        return words


def _short(name: str) -> str:
    return name if len(name) < 60 else f"{name[:20]}…{name[-10:]}"


def _pairs(values: Any) -> list[tuple[str, Any]]:
    return list(values.items() if isinstance(values, dict) else values or ())


Wait = Callable[[socket.socket, float], object]
"""Called with a socket and seconds; returns when it can be read, or time is up."""


class _Reader(io.RawIOBase):
    """Reads a socket until a deadline, however slowly the bytes drip."""

    def __init__(self, sock: _Socket, deadline: float, wait: Wait | None) -> None:
        self._sock = sock
        self._deadline = deadline
        self._wait = wait

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if self._wait is not None and left > 0 and self._sock.patient:
            self._wait(self._sock.raw, left)
            left = max(0.01, self._deadline - time.monotonic())
        if left <= 0 or not (self._sock.patient or self._sock.readable()):
            raise TimeoutError
        self._sock.raw.settimeout(left)
        return self._sock.raw.recv_into(buffer)


class _Socket:
    """What ``http.client`` needs of a socket, with a deadline on reading."""

    def __init__(self, sock: socket.socket, wait: Wait | None) -> None:
        self.raw = sock
        self.deadline = 0.0
        self.patient = True
        self._wait = wait

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self, self.deadline, self._wait))

    def readable(self) -> bool:
        with Waiting() as selector:
            selector.register(self.raw, selectors.EVENT_READ)
            return bool(selector.select(0))

    def sendall(self, data: Any) -> None:
        self.raw.settimeout(max(0.01, self.deadline - time.monotonic()))
        self.raw.sendall(data)

    def close(self) -> None:
        """Nothing yet: ``http.client`` lets go of a connection that the server is going to
        close before it has read the answer. :meth:`Connection.close` is the end."""


class Connection:
    """One connection to a host, for one request after the other.

    Args:
        unix: the path of the socket, or ``""`` for loopback TCP on ``port``.
        wait: how to wait for an answer; a host's messages have to be taken in
            meanwhile, or it is held up by a full channel.
    """

    def __init__(self, unix: str, port: int | None, wait: Wait | None = None) -> None:
        self._unix = unix
        self._port = port
        self._wait = wait
        self._http = http.client.HTTPConnection("localhost", 8000)
        self._socket: _Socket | None = None

    def _connect(self) -> None:
        self.close()
        kind = socket.AF_UNIX if self._unix else socket.AF_INET
        sock = socket.socket(kind)
        try:
            sock.settimeout(5)
            sock.connect(self._unix or ("127.0.0.1", self._port or 0))
            if not self._unix:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            sock.close()
            raise
        self._socket = _Socket(sock, self._wait)
        self._http.sock = self._socket

    def send(self, asked: Asked, seconds: float) -> None:
        """Send a request; ``seconds`` is the time it and its answer have in all."""
        request = asked.encoded()
        if self._http.sock is None:
            self._connect()
        assert self._socket is not None
        self._socket.deadline = time.monotonic() + seconds
        target = asked.target(request)
        self._http.putrequest(asked.method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.raw:
            self._http.putheader(name, value)
        self._http.endheaders(request.read() or None)

    def receive(self) -> tuple[http.client.HTTPResponse, bytes]:
        """The whole answer. Raises TimeoutError, TooLong, HTTPException or OSError."""
        response = self._http.getresponse()
        body = bytearray()
        while part := response.read(65536):
            body += part
            if len(body) > MAX_BODY:
                raise TooLong
        if response.length:  # http.client keeps silent about a body that is too short
            raise http.client.IncompleteRead(bytes(body[:100]), response.length)
        return response, bytes(body)

    def head(self) -> http.client.HTTPResponse:
        """The answer's status and headers; its body is still to be read."""
        return self._http.getresponse()

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """While this lasts, reading never waits: TimeoutError for what is not there yet."""
        assert self._socket is not None
        self._socket.patient = False
        try:
            yield
        finally:
            self._socket.patient = True

    def readable(self) -> bool:
        """Whether there is something to read already."""
        assert self._socket is not None
        return self._socket.readable()

    @property
    def raw(self) -> socket.socket:
        """The socket itself, to wait for; only after :meth:`send`."""
        assert self._socket is not None
        return self._socket.raw

    def close(self) -> None:
        self._http.close()
        if self._socket is not None:
            self._socket.raw.close()
