"""``course tape``: the requests of a failed check, sent once more to the learner's own app.

``.course/tape.json`` has, for each step that did not pass, the requests that its check
sent up to where it failed. Each is sent after the other; what a check did beside them (hold
a service, restart the app) is not replayed, but said. Of many equal ones in a row, the first
few are sent.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import itertools
import secrets
import socket
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker import storage
from checker.errors import UsageError
from checker.report import Report, Sent

SECONDS = 3.0
"""How long an answer may take."""
TOTAL = 8.0
"""Seconds for all of them; what is left then is not sent."""
EQUAL = 3
"""How many equal requests in a row are sent."""
HEADER = "x-course-lesson"
"""In each answer of an app that ``course run`` has started: the lesson's number."""
MAX_BODY = 20_000
"""Bytes of an answer that are read."""


@dataclass(frozen=True)
class Tape:
    """What a step's failed check sent, and what it said."""

    step: str
    summary: str
    requests: tuple[Sent, ...]
    beside: tuple[str, ...] = ()
    """What the check had done besides, as in :class:`~checker.report.Failure`."""

    @property
    def lesson(self) -> str:
        """The lesson's number."""
        return self.step.partition(".")[0]


@dataclass(frozen=True)
class Played:
    """A request as a curl line, and its answer; ``problem`` says why there is none.

    ``more`` counts the equal ones behind it that were not sent.
    """

    curl: str
    status: int | None = None
    kind: str = ""
    body: str = ""
    problem: str = ""
    more: int = 0


class NoApp(UsageError):
    """Nothing listens on the port."""


class OtherApp(UsageError):
    """What listens on the port is not the app that the tape is for."""


def save(path: Path, report: Report, todo: Collection[str]) -> None:
    """Remember what failed in a report, and forget what passed.

    Args:
        todo: steps that nobody has touched; another one that failed is the last failure.

    Raises:
        UsageError: it cannot be written.
    """
    steps = [step for lesson in report.lessons for step in lesson.steps]
    failed = {s.id: s.failure for s in steps if s.failure is not None and s.failure.requests}
    last, before = _load(path)
    kept = {step: tape for step, tape in before.items() if step not in {s.id for s in steps}}
    if not failed and kept == before:
        return
    last = next((step for step in failed if step not in todo), last)
    new = {s: {"summary": f.summary, "requests": [_row(r) for r in f.requests],
               "beside": f.beside} for s, f in failed.items()}  # fmt: skip
    storage.write_json(path, {"last": last, "steps": kept | new}, lasting=False)


def load(path: Path, step: str = "") -> Tape:
    """The tape of a step, or of the last failed check.

    Raises:
        UsageError: there is none.
    """
    last, steps = _load(path)
    wanted = step or (last if last in steps else next(iter(steps), ""))
    if wanted not in steps:
        what = f"Step {step}" if step else "Your code"
        raise UsageError(
            f"{what} has no failed check with a request to send again.",
            "Check your code first, with: course next",
        )
    try:
        found = steps[wanted]
        sent = tuple(_sent(row) for row in found["requests"])
        return Tape(wanted, str(found["summary"]), sent, tuple(map(str, found.get("beside", ()))))
    except (KeyError, TypeError, ValueError):
        raise UsageError(
            f"{path.name} cannot be read.", "Check your code again, with: course next"
        ) from None


def _load(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        data = storage.read_json(path)
        return str(data["last"]), dict(data["steps"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return "", {}


def _row(sent: Sent) -> dict[str, Any]:
    body = None if sent.body is None else base64.b64encode(sent.body).decode("ascii")
    return {"method": sent.method, "target": sent.target, "headers": sent.headers,
            "body": body, "curl": sent.curl}  # fmt: skip


def _sent(row: Any) -> Sent:
    body = None if row["body"] is None else base64.b64decode(row["body"], validate=True)
    headers = tuple((str(name), str(value)) for name, value in row["headers"])
    return Sent(str(row["method"]), str(row["target"]), headers, body, str(row["curl"]))


def play(tape: Tape, port: int, again: str) -> Iterator[Played]:
    """Send the requests, one after the other, to the app that listens on ``port``.

    Args:
        again: the command that starts the app, for the way out.

    Raises:
        NoApp: nothing listens there.
        OtherApp: something else does.
    """
    _require_app(tape, port, again)
    end = time.monotonic() + TOTAL
    for sent, count in _runs(tape.requests):
        curl = sent.curl.replace("localhost:8000", f"localhost:{port}", 1)
        for number in range(min(count, EQUAL)):
            played = _answer(sent, curl, port, end - time.monotonic())
            last = number + 1 == min(count, EQUAL)
            yield replace(played, more=count - number - 1 if last else 0)


def _runs(requests: Sequence[Sent]) -> Iterator[tuple[Sent, int]]:
    """Each request, and how often it comes in a row."""
    for sent, equal in itertools.groupby(requests):
        yield sent, len(list(equal))


def _require_app(tape: Tape, port: int, again: str) -> None:
    """Ask for a page that nobody has, to see by the answer who is there."""
    nobody = f"/course-{secrets.token_hex(8)}"
    asked = Sent("GET", nobody, (("host", f"localhost:{port}"),), b"", "")
    try:
        response, _ = _ask(asked, port, SECONDS)
    except ConnectionRefusedError:
        raise NoApp(
            f"No app listens on port {port}.", f"Start yours in another terminal with: {again}"
        ) from None
    except TimeoutError:
        return  # it may be theirs, and stuck
    except (OSError, http.client.HTTPException):
        raise _other(tape, port, "Something else") from None
    lesson = response.getheader(HEADER, "")
    if lesson and lesson != tape.lesson:
        number = lesson.isascii() and lesson.isdigit()
        raise _other(tape, port, f"The app of lesson {lesson[:9]}" if number else "Something else")
    served = response.getheader("server", "").startswith("uvicorn")
    if not (lesson or served or "json" in response.getheader("content-type", "")):
        raise _other(tape, port, "Something else")


def _other(tape: Tape, port: int, who: str) -> OtherApp:
    run, free = f"course run {tape.lesson}", port + 1 if port < 65535 else 8000
    return OtherApp(
        f"{who} answers on port {port}, not your app of lesson {tape.lesson}.",
        f"End it, or run yours on another port: {run} --port {free}, and then: "
        f"course tape {tape.step} --port {free}",
    )


def _answer(sent: Sent, curl: str, port: int, left: float) -> Played:
    """What comes back within ``left`` seconds, or why nothing did."""
    if left <= 0:
        return Played(curl, problem=f"not sent: {TOTAL:g} seconds are over")
    if sent.body is None:
        return Played(curl, problem="not sent: the body was too large to keep")
    seconds = min(SECONDS, left)
    try:
        response, body = _ask(sent, port, seconds)
    except ConnectionRefusedError:
        return Played(curl, problem="the app does not listen any more")
    except TimeoutError:
        return Played(curl, problem=f"no answer within {max(seconds, 0.1):.2g} seconds")
    except (OSError, http.client.HTTPException):
        return Played(curl, problem="the connection was cut before an answer")
    kind = response.getheader("content-type", "")
    return Played(curl, response.status, kind, body.decode("utf-8", "replace"))


def _ask(sent: Sent, port: int, seconds: float) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    with _ended(connection, seconds) as over:
        connection.putrequest(sent.method, sent.target, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.headers:
            connection.putheader(name, value)
        connection.endheaders(sent.body or None)
        response = connection.getresponse()
        if over.is_set():  # its head was cut off
            raise TimeoutError
        return response, _read(response, seconds)


@contextlib.contextmanager
def _ended(connection: http.client.HTTPConnection, seconds: float) -> Iterator[threading.Event]:
    """An exchange that is over after so many seconds, however slowly it comes."""
    over = threading.Event()

    def end() -> None:
        over.set()
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    try:
        connection.connect()
        timer.start()
        yield over
    except (OSError, http.client.HTTPException):
        if over.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        connection.close()


def _read(response: http.client.HTTPResponse, seconds: float) -> bytes:
    """The beginning of the body: as much as is wanted, or comes in time."""
    body, end = b"", time.monotonic() + seconds
    while len(body) < MAX_BODY and time.monotonic() < end:
        try:
            part = response.read1(MAX_BODY)
        except TimeoutError:
            break
        if not part:
            break
        body += part
    return body[:MAX_BODY]
