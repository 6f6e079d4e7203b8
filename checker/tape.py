"""``course tape``: the requests of a failed check, sent once more to the learner's own app.

``.course/tape.json`` has, for each step that did not pass, the requests that its check
sent up to where it failed. Each is sent after the other; what a check did beside them (hold
a service, restart the app) is not replayed.
"""

from __future__ import annotations

import base64
import http.client
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker import storage
from checker.errors import UsageError
from checker.report import Report, Sent

SECONDS = 5.0
"""How long an answer may take."""
MAX_BODY = 20_000
"""Bytes of an answer that are read."""


@dataclass(frozen=True)
class Tape:
    """What a step's failed check sent, and what it said."""

    step: str
    summary: str
    requests: tuple[Sent, ...]


@dataclass(frozen=True)
class Played:
    """A request as a curl line, and its answer; ``problem`` says why there is none."""

    curl: str
    status: int | None = None
    kind: str = ""
    body: str = ""
    problem: str = ""


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
    new = {s: {"summary": f.summary, "requests": [_row(r) for r in f.requests]}
           for s, f in failed.items()}  # fmt: skip
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
        rows = steps[wanted]["requests"]
        return Tape(wanted, str(steps[wanted]["summary"]), tuple(_sent(row) for row in rows))
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
        UsageError: no app is there.
    """
    for number, sent in enumerate(tape.requests):
        curl = sent.curl.replace("localhost:8000", f"localhost:{port}", 1)
        if sent.body is None:
            yield Played(curl, problem="not sent: the body was too large to keep")
            continue
        try:
            yield _ask(sent, curl, port)
        except ConnectionRefusedError:
            if number:
                yield Played(curl, problem="the app does not listen any more")
                return
            raise UsageError(
                f"No app listens on port {port}.",
                f"Start yours in another terminal with: {again}",
            ) from None
        except TimeoutError:
            yield Played(curl, problem=f"no answer within {SECONDS:g} seconds")
        except (OSError, http.client.HTTPException):
            yield Played(curl, problem="the connection was cut before an answer")


def _ask(sent: Sent, curl: str, port: int) -> Played:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.putrequest(sent.method, sent.target, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.headers:
            connection.putheader(name, value)
        connection.endheaders(sent.body or None)
        response = connection.getresponse()
        body = _read(response)
    finally:
        connection.close()
    kind = response.getheader("content-type", "")
    return Played(curl, response.status, kind, body.decode("utf-8", "replace"))


def _read(response: http.client.HTTPResponse) -> bytes:
    """The beginning of the body: as much as is wanted, or comes in time."""
    body, end = b"", time.monotonic() + SECONDS
    while len(body) < MAX_BODY and time.monotonic() < end:
        try:
            part = response.read1(MAX_BODY)
        except TimeoutError:
            break
        if not part:
            break
        body += part
    return body[:MAX_BODY]
