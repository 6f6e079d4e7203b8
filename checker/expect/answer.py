"""What came back from the learner's app, and what a check may demand of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message
from typing import TYPE_CHECKING, Any

from checker.expect import explain
from checker.expect.compare import difference, shown
from checker.expect.http import Asked
from checker.host.wire import loads

if TYPE_CHECKING:
    from checker.expect.app import App

_UNREAD: Any = object()


@dataclass
class Answer:
    """One answer. Header names are compared without case.

    Every method that demands something returns the answer itself, or ends the check
    with a failure that tells the learner what was asked, expected and got.
    ``summary`` says what is wrong in one sentence, ``next`` the one thing to do.
    """

    app: App
    asked: Asked
    status: int
    headers: Message
    body: bytes
    raised: Any = None
    caught: Any = None
    """What came out of a route and was made this 500 by the learner's own middleware."""
    _json: Any = field(default=_UNREAD, repr=False)

    @property
    def error(self) -> Any:
        """The exception behind a 500, whether it left the app or was caught on its way."""
        return self.raised or self.caught

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The body read as JSON, or None when it is none."""
        if self._json is _UNREAD:
            try:
                self._json = loads(self.body)
            except ValueError:
                self._json = None
        return self._json

    def header(self, name: str) -> str:
        return self.headers.get(name, "")

    def told(self) -> str:
        """Status and body in one short line."""
        body = " ".join(self.text.split()) if self.json is None else shown(self.json)
        short = body if len(body) <= 160 else f"{body[:130]} … {body[-25:]}"
        return f"{self.status} {short}".strip()

    def expect(self, *statuses: int, summary: str = "", next: str = "") -> Answer:
        """Demand one of these status codes."""
        if self.status not in statuses:
            self._wrong_status(" or ".join(map(str, statuses)), statuses, summary, next)
        return self

    def expect_ok(self, summary: str = "", next: str = "") -> Answer:
        """Demand any 2xx."""
        if not 200 <= self.status < 300:
            self._wrong_status("200", (200,), summary, next)
        return self

    def expect_refused(self, summary: str = "", next: str = "") -> Answer:
        """Demand 422, FastAPI's answer to a request that does not fit."""
        return self.expect(422, summary=summary, next=next)

    def expect_json(
        self, expected: Any, exact: bool = True, summary: str = "", next: str = ""
    ) -> Answer:
        """Demand this JSON body. With ``exact=False`` more keys are fine."""
        if self.json is None and expected is not None:
            null = self.text.strip() == "null"
            self.app.fail(
                self,
                summary
                or ("The answer is null: your function returned nothing." if null else "")
                or "The answer is not the JSON that was asked for.",
                f"{shown(expected)}",
                f"{self.status} {self.header('content-type')} {shown(self.text, 80)}",
                next or "return the value; FastAPI turns it into JSON",
            )
        found = difference(expected, self.json, exact)
        better = self.app.uncalled(self) if found else None
        if better:
            self.app.fail(self, better.summary, shown(expected), better.got, better.next_step)
        if found:
            self.app.fail(
                self,
                summary or found.summary or _not_right(found.place),
                f"{found.place} = {found.expected}",
                f"{found.place} = {found.got}",
                next or f"look at what your function returns for `{found.place}`",
            )
        return self

    def expect_header(
        self, name: str, value: str | None = None, summary: str = "", next: str = ""
    ) -> Answer:
        """Demand a header, with this value unless it is None."""
        have = self.header(name)
        if not have or (value is not None and have != value):
            self.app.fail(
                self,
                summary or f"The header `{name}` is not right.",
                f"{name}: {value or '(any value)'}",
                f"{name}: {have}" if have else f"no {name} header",
                next or f"set the header `{name}` on the response",
            )
        return self

    def _wrong_status(
        self, expected: str, statuses: tuple[int, ...], summary: str, next_step: str
    ) -> None:
        found = self.app.explain(self, statuses)
        knows = summary and self.status == 404 and min(statuses) < 300
        if found and knows and not found.sure:
            found = None  # the check knows better what should be at this path
        default = f"{self.asked.method} {self.asked.path} answered {self.status}."
        self.app.fail(
            self,
            (found and found.summary) or summary or default,
            expected,
            (found and found.got) or self.told(),
            (found and found.next_step) or next_step or self._look_at,
            place=found.place if found else None,
        )

    @property
    def _look_at(self) -> str:
        """The next step where nobody knows a better one."""
        refused = explain.place_of_refusal(self.json) if self.status == 422 else ""
        if refused:
            return f"look at the parameter that was refused, {refused}: where does it come from?"
        if self.status >= 500:
            return "see what your code printed, and look for what answers so in this route"
        return "compare with what the step asks for"


def _not_right(place: str) -> str:
    if place == "body":
        return "The answer is not what was asked for."
    return f"The answer is not right at `{place}`."
