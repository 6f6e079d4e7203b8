"""The learner's app, as a check sees it: requests, given services, restarts."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import httpx

from checker import heard
from checker.curriculum import Step
from checker.expect import explain, signs, source
from checker.expect.answer import Answer
from checker.expect.bench import Bench, Started, left
from checker.expect.contract import contract, misplaced, untyped
from checker.expect.explain import Explanation
from checker.expect.failure import CheckFailed
from checker.expect.http import Asked, Connection, TooLong
from checker.expect.places import Place, methods, route
from checker.host.wire import Message
from checker.launcher import Host, HostDied
from checker.output import theirs
from checker.report import CheckStatus, Failure

Made = TypeVar("Made")
_APP_PAGES = ("/openapi.json", "/docs", "/redoc")
"""Ends of paths that no route answers, but the app itself: by what FastAPI() is given."""
MAX_REQUESTS = 50
"""Requests of a check that are kept to send them again: the last ones."""


class App:
    """One check's hold on the app under check.

    The app may be shared with the checks before and after this one; a check that needs
    a pristine one calls :meth:`restart`.
    """

    def __init__(self, bench: Bench, step: Step) -> None:
        self._bench = bench
        self._step = step
        self._requests: deque[Asked] = deque(maxlen=MAX_REQUESTS)
        self._beside: list[str] = []
        self._begin()
        # From here on: a start has a limit of its own.
        self._end = min(time.monotonic() + bench.times.check, bench.ends)

    def _begin(self) -> None:
        self._host: Host = self._bench.host()
        self._host.catch_up()
        self._mark = self._host.output.mark
        self._host.catch_up()  # what the check before this one left behind
        self._seen = len(self._host.events)
        self._connection = _shared_connection(self._host)
        self._told = False

    # -- requests ----------------------------------------------------------------------

    def get(self, path: str, **parts: Any) -> Answer:
        return self.request("GET", path, **parts)

    def post(self, path: str, **parts: Any) -> Answer:
        return self.request("POST", path, **parts)

    def put(self, path: str, **parts: Any) -> Answer:
        return self.request("PUT", path, **parts)

    def patch(self, path: str, **parts: Any) -> Answer:
        return self.request("PATCH", path, **parts)

    def delete(self, path: str, **parts: Any) -> Answer:
        return self.request("DELETE", path, **parts)

    def request(self, method: str, path: str, **parts: Any) -> Answer:
        """Send a request and wait for the whole answer.

        ``parts`` are those of :class:`~checker.expect.http.Asked`: ``params``, ``json``,
        ``data`` (form), ``files``, ``content`` (bytes), ``headers``.
        """
        return self.send(Asked(method, path, **parts))

    def send(self, asked: Asked) -> Answer:
        self._requests.append(asked)
        with self._trouble(asked):
            self._connection.send(asked, self._left())
            answer = self._received(asked, self._connection)
        if answer.status == 500:  # the server hangs up after an exception, a little later
            self._connection.close()
        return answer

    def start(self, method: str, path: str, **parts: Any) -> Pending:
        """Send a request and do not wait: see :class:`Pending`."""
        asked = Asked(method, path, **parts)
        self._requests.append(asked)
        self._beside.append("sent requests at the same time")
        connection = _connect(self._host)
        with self._trouble(asked):
            connection.send(asked, self._left())
        return Pending(self, asked, connection)

    def _received(self, asked: Asked, connection: Connection) -> Answer:
        return self._made(asked, *connection.receive())

    def _made(self, asked: Asked, response: http.client.HTTPResponse, body: bytes) -> Answer:
        answer = Answer(self, asked, response.status, response.headers, body)
        if response.status == 500:
            self._host.catch_up()
            answer.raised = self._last_raised()
            answer.caught = self._raised_by(asked, "passed")
        return answer

    def _last_raised(self) -> Any:
        events = self._host.events[self._seen :]
        errors = [e.get("error") for e in events if e["event"] == "raised"]
        return errors[-1] if errors else None

    def _raised_by(self, asked: Asked | None, kind: str = "raised") -> Any:
        """What this very request raised, if it did; "passed" is what a route let out."""
        path = asked.path.partition("?")[0] if asked else ""
        events = [e for e in self._host.events[self._seen :] if e["event"] == kind]
        return next((e["error"] for e in reversed(events) if asked and e["path"] == path), None)

    def raised_by(self, answer: Answer) -> Any:
        """What the request of an answer raised, also after it was answered; or None."""
        self._host.catch_up()
        return self._raised_by(answer.asked)

    def blamed(self, error: Any) -> Place | None:
        """The learner's line that an exception, as the host told it, came from."""
        return self._blamed(error)

    def _left(self) -> float:
        """Seconds for one answer: as long as any has, or what is left of the check."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(self._bench.times.answer, left)

    @contextlib.contextmanager
    def _trouble(self, asked: Asked | None) -> Iterator[None]:
        """Whatever keeps an answer from coming, as a failed check."""
        try:
            yield
        except TimeoutError:
            self._stuck(asked)
        except TooLong:
            place = self._place(asked)
            self._bench.drop()
            self.fail(
                asked,
                "The answer has no end.",
                "an answer that ends",
                "more than 8 MB",
                "look for a loop that yields or builds the answer without an end",
                place=place,
            )
        except HostDied as died:
            self._gone(asked, died)
        except (OSError, http.client.HTTPException, httpx.InvalidURL) as error:
            self._cut(asked, error)

    def _stuck(self, asked: Asked | None) -> NoReturn:
        host, late = self._host, time.monotonic() >= self._end
        host.catch_up()
        if not host.alive:
            self._gone(asked, HostDied(host.end()))
        place = self._bench.places.of(next(iter(host.stuck_at()), None))
        stuck = place.line is not None
        place = place if stuck else self._place(asked)
        flooded = host.output.flooded
        if host.end() is not None:  # it had ended, and a child of it kept its connections
            self._gone(asked, HostDied(host.end()))
        self._bench.drop()
        if late:
            self._slow(asked)
        seconds = f"{self._bench.times.answer:g} seconds"
        what = f"{asked.method} {asked.path}" if asked else "Your code"
        self.fail(
            asked,
            f"{what} printed without an end." if flooded else f"{what} gave no answer.",
            f"an answer within {seconds}",
            f"none; your code is still at the line named here after {seconds}"
            if stuck
            else f"none after {seconds}",
            "take out the loop that prints" if flooded else "look for a loop or a wait without end",
            place=place,
            status="timeout",
        )

    def _place(self, asked: Asked | None) -> Place:
        """Where the route stands; to be asked before the host is ended."""
        return self._route_place(asked, self._routes(seconds=0.3))

    def _slow(self, asked: Asked | None) -> NoReturn:
        self.fail(
            asked,
            f"This check was given up after {self._bench.times.check:g} seconds.",
            "answers without long waits",
            "each answer came, but late",
            "look for what makes your app slow",
            status="timeout",
        )

    def _cut(self, asked: Asked | None, error: Exception) -> NoReturn:
        """The connection for HTTP failed: because the app ended, or for a reason of its own."""
        try:
            self._host.ask("ping", seconds=1.0)
            self._host.wait_for(lambda event: False, 0.2)  # it may be about to end
        except HostDied as died:
            self._gone(asked, died)
        except TimeoutError:
            status = self._host.end()
            if status is not None:
                self._gone(asked, HostDied(status))
        except RuntimeError:
            pass
        place = self._place(asked)
        self._bench.drop()
        self._fail_if_raised(asked, place, " after the answer had begun")
        found = explain.broken_off(error)
        self.fail(asked, found.summary, "a whole answer", found.got, found.next_step, place)

    def _fail_if_raised(
        self, asked: Asked | None, place: Place | None = None, when: str = ""
    ) -> None:
        told = self._raised_by(asked)
        if told is None or told["type"] == "CancelledError":
            return
        found = explain.raised(told, self._host.job.limits.memory)
        if told["type"] in {"SystemExit", "KeyboardInterrupt"}:
            when = ""  # that ends the server, whenever it is raised
        self.fail(
            asked,
            f"{found.summary.removesuffix('.')}{when}.",
            "a whole answer",
            f"it broke off: {found.got.removeprefix('500, ')}",
            found.next_step,
            place=self._blamed(told) or place,
        )

    def _gone(self, asked: Asked | None, died: HostDied) -> NoReturn:
        self._bench.drop()
        if not died.flooded:
            self._fail_if_raised(asked)
        place = self._bench.places.leaving() if died.status is not None else Place()
        if died.flooded:
            place = self._bench.places.of(self._host.events[-1].get("caller"))
        end = left(died, place, "while it answered" if asked else "while it was checked")
        self.fail(
            asked,
            end.message,
            "an answer" if asked else "an app that goes on",
            "none, the connection was cut" if asked else "an app that is gone",
            end.next_step,
            place=place if place.line else None,
        )

    # -- what the given services tell -----------------------------------------------------

    @contextlib.contextmanager
    def hold(self, service: str, after: int = 0) -> Iterator[None]:
        """While this lasts, every call of a given service waits at a gate.

        ``after`` so many calls: those go through, the next one is the first to wait.
        """
        self._beside.append(f"held {service}")
        self._ask("hold", service=service, after=after)
        try:
            yield
        finally:
            self.release(service)

    def release(self, service: str) -> None:
        """Open the gate, for those who wait and all who come."""
        if self._host.alive:
            self._ask("release", service=service)

    def tell(self, service: str, value: Any) -> None:
        """From now on the given service answers ``value`` (JSON)."""
        self._told = True
        self._beside.append(f"told {service} what to answer")
        self._ask("tell", service=service, value=value)

    def break_service(self, service: str, message: str) -> None:
        """From now on the given service raises RuntimeError(message)."""
        self._told = True
        self._beside.append(f"made {service} fail")
        self._ask("fail", service=service, message=message)

    def calls(self, service: str) -> list[Message]:
        """The calls of a given service since this check began."""
        self._host.catch_up()
        return [e for e in self._host.events[self._seen :] if _is_call(e, service)]

    def wait_for_calls(
        self, service: str, count: int = 1, unless: Sequence[Pending] = ()
    ) -> list[Message]:
        """Wait until a service has been called so often.

        Fewer calls come back when time is up, or as soon as one of the requests in
        ``unless`` has been answered: then nobody is going to call any more.
        """
        end = min(time.monotonic() + self._bench.times.answer, self._end)
        sockets = [pending.raw for pending in unless]
        found: list[Message] = []
        with self._trouble(unless[0].asked if unless else None):
            while len(found := self.calls(service)) < count:
                since = len(self._host.events)
                if not self._host.wait_for(
                    lambda e: _is_call(e, service), end - time.monotonic(), since, sockets
                ):
                    break
            found = self.calls(service)
            if not found and unless and time.monotonic() >= end:
                raise TimeoutError  # neither called nor answered: they hang
        return found

    def settle(self) -> None:
        """Wait until every request is over for the app too, not only for its client.

        An answer is sent before background tasks run and before dependencies clean up.
        After this, what has not been called is not going to be.
        """
        self._ask("idle")

    def finish(self) -> None:
        """Leave the app as the next check wants to find it: services as given."""
        if self._told and self._host.alive:
            with contextlib.suppress(HostDied, TimeoutError, RuntimeError):
                self._host.ask("reset", seconds=1.0)

    def happened(self, *services: str) -> list[tuple[str, str]]:
        """What these services did since this check began, in order.

        Pairs such as ``("called", "mail.send")`` and ``("returned", "mail.send")``.
        """
        self._host.catch_up()
        events = self._host.events[self._seen :]
        kept = (e for e in events if e["event"] in {"called", "returned"})
        return [(e["event"], e["name"]) for e in kept if e.get("name") in services]

    def watch(self, function: str) -> None:
        """Record the calls of any function from now on, as those of a given service.

        ``main.verify_password`` is a name in the learner's module; a name that begins
        with a slash is an absolute one, such as ``/bcrypt.hashpw``. Ends with the
        process: see :meth:`restart`. Watching it again changes nothing. Fails the check
        when there is no such function.
        """
        if not self._ask("watch", function=function):
            self._nothing_called(function.removeprefix("main."))

    def override(self, dependency: str, value: Any) -> None:
        """Swap a dependency (``main.get_user``) for one that gives ``value``.

        The way FastAPI means it: through ``app.dependency_overrides``, until the check
        ends. Fails the check when there is no such function.
        """
        self._told = True
        self._beside.append(f"swapped {dependency}")
        if not self._ask("override", function=dependency, value=value):
            self._nothing_called(dependency)

    def logged(self) -> list[Message]:
        """The log records (WARNING and up) since this check began."""
        self._host.catch_up()
        return [e for e in self._host.events[self._seen :] if e["event"] == "logged"]

    def given(self, function: str, *args: Any, **kwargs: Any) -> Any:
        """Call a function of a given module and return its value.

        Fails the check when the learner's code has changed the given module so that
        this is no longer possible.
        """
        self._beside.append(f"called {function}")
        try:
            answer = self._called(function, args, kwargs)
        except RuntimeError as error:
            found = explain.raised(_told(error), self._host.job.limits.memory)
            self._not_as_given(function, found.got.removeprefix("500, "), _told(error))
        if "returned" not in answer:
            self._not_as_given(function, "something else in its place", {})
        return answer["returned"]

    def _not_as_given(self, function: str, got: str, told: Message) -> NoReturn:
        self.fail(
            None,
            f"Your code has changed what it was given: `{function}` no longer works.",
            f"{function}() as it stands in the course",
            got,
            "call the given modules, and leave what is in them as it is",
            place=self._blamed(told),
        )

    def call(self, function: str, *args: Any, **kwargs: Any) -> Any:
        """Call a function that the learner wrote; its exception fails the check."""
        self._beside.append(f"called {function}")
        try:
            answer = self._called(
                f"main.{function}" if "." not in function else function, args, kwargs
            )
        except RuntimeError as error:
            found = explain.raised(_told(error), self._host.job.limits.memory)
            self.fail(
                None,
                found.summary,
                f"{function}() returns a value",
                found.got.removeprefix("500, "),
                found.next_step,
                place=self._blamed(_told(error)),
            )
        if "returned" not in answer:
            self._nothing_called(function)
        return answer["returned"]

    def _nothing_called(self, function: str) -> NoReturn:
        function = function.removeprefix("main.")
        kind = "class" if function.rpartition(".")[2][:1].isupper() else "function"
        self.fail(
            None,
            f"There is no {kind} `{function}`.",
            f"a {kind} `{function}`",
            "no such name",
            "write it, with exactly this name",
        )

    def _called(self, function: str, args: Any, kwargs: Any) -> dict[str, Any]:
        value = self._asked("call", function=function, args=list(args), kwargs=kwargs)
        return value if isinstance(value, dict) else {}

    def _asked(self, op: str, **details: Any) -> Any:
        """What the host answers. Raises RuntimeError when it could not do it."""
        with self._trouble(None):
            return self._host.ask(op, self._left(), **details)

    def _ask(self, op: str, **details: Any) -> Any:
        try:
            return self._asked(op, **details)
        except RuntimeError as error:
            told = _told(error)
            self.fail(
                None,
                "Your code has changed what the checks rely on.",
                "an app that can be checked",
                f"{told['type']}: {told['message']}",
                "take out what reaches into other modules",
                place=self._blamed(told),
            )

    # -- the process and its files --------------------------------------------------------

    @property
    def files(self) -> Path:
        """The folder that the app was started in; relative paths of theirs begin here."""
        return Path(self._host.job.run)

    @property
    def environment(self) -> dict[str, str]:
        """The environment that the app was started with; its settings come from here."""
        return dict(self._host.job.environment)

    def restart(self, environment: Mapping[str, str | None] | None = None) -> None:
        """Stop the app in good order (lifespan included) and start it afresh.

        Files in :attr:`files` stay. ``environment`` (added to the usual one; None takes
        a variable away) holds until the next restart.
        """
        self._beside.append("restarted the app")
        self._connection.close()
        self._bench.restart(environment)
        self._begin()

    def kill(self) -> None:
        """End the app at once, without any clean-up, and start it afresh."""
        self._beside.append("ended the app and started it anew")
        self._connection.close()
        self._bench.drop()
        self._begin()

    def stop(self) -> int | None:
        """Stop the app in good order; its exit status. :meth:`restart` starts it again.

        What it did on the way is in :meth:`happened` and :meth:`logged`.
        """
        self._beside.append("stopped the app")
        self._connection.close()
        return self._bench.stop()

    def try_start(self, environment: Mapping[str, str | None] | None = None) -> Started:
        """Start the app in its own process and see whether it starts: :class:`Started`.

        The app of the other checks goes on. What this one printed, and the events of
        its start, come with the answer; it is ended again before this returns.
        """
        return self._bench.try_start(environment or {})

    def usual_start(self) -> Started:
        """As :meth:`try_start` without a change, but all checks share the one start.

        For checks that want to know how it goes, and leave no file in its way.
        """
        return self._bench.usual_start()

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, made by the first check that wants it.

        It holds as long as this process of the app does, so no check may change it. The
        requests it took count as those of each check that uses it.
        """
        if name not in self._host.kept:
            before, beside = len(self._requests), len(self._beside)
            made = make()
            kept = (tuple(self._requests)[before:], tuple(self._beside)[beside:])
            self._host.kept[name] = (made, *kept)
        else:
            self._requests.extend(self._host.kept[name][1])
            self._beside.extend(self._host.kept[name][2])
        return cast("Made", self._host.kept[name][0])

    def openapi(self) -> dict[str, Any]:
        """The app's OpenAPI document, whether or not it is served.

        Fails the check when FastAPI cannot make it.
        """
        try:
            document = self._asked("openapi")
        except RuntimeError as error:
            told = _told(error)
            got = f"{told['type']}: {told['message']}"
            self.fail(
                None,
                "FastAPI cannot describe your app in its docs.",
                "an OpenAPI document",
                got[:300],
                signs.advice(got, told) or "look at the types that your routes declare",
                place=self._blamed(told),
            )
        return document if isinstance(document, dict) else {}

    # -- failing ---------------------------------------------------------------------------

    def region(self, file: str = "") -> Place:
        """Where the step's own code stands or should stand; in ``file`` of the lesson.

        For :meth:`fail`, when the request went to a route that is not the step's.
        """
        return self._bench.places.step(self._step.id, file)

    def function(self, name: str) -> Place:
        """Where the learner defines a function, for a failure that is about it."""
        return self._bench.places.function(name) or self.region()

    def unawaited(self, *names: str) -> Place | None:
        """Where the learner calls one of these as a statement, without ``await``."""
        return self._bench.places.unawaited(names)

    def called(self, *names: str, file: str = "main.py") -> Place | None:
        """Where a file of the learner's calls one of these, by the name's last part.

        For what no client can see in a test, such as which clock was read. A dot in front,
        as in ``.time``, means the bare name alone: ``time()``.
        """
        return self._bench.places.called(names, file)

    def fail(
        self,
        asked: Answer | Asked | None,
        summary: str,
        expected: str,
        got: str,
        next: str,
        place: Place | None = None,
        status: CheckStatus = "failed",
        sure: bool = False,
    ) -> NoReturn:
        """End the check: this is not what the step asks for.

        ``sure`` keeps ``next`` where the app's OpenAPI would have something else to say.
        """
        raised = asked.error if isinstance(asked, Answer) else None
        request = asked.asked if isinstance(asked, Answer) else asked
        routes = self._routes() if request else []
        place = place or self._blamed(raised) or self._route_place(request, routes)
        failure = Failure(
            summary=summary,
            request=request.curl() if request else "",
            expected=expected,
            got=got,
            file=place.file,
            line=place.line,
            next_step=(not sure and self._contract_advice(request, routes)) or next,
            where=place.what,
            output=theirs(self._host.output.since(self._mark)),
            requests=tuple(asked.sent() for asked in self._requests),
            beside=tuple(dict.fromkeys(self._beside)),
        )
        raise CheckFailed(failure, status)

    def explain(self, answer: Answer, wanted: Sequence[int]) -> Explanation | None:
        """Better words for a status that nobody wanted, where there are any."""
        if answer.status == 500 and answer.error is not None:
            forgotten = self.unawaited("commit", "flush", "refresh")
            if forgotten is not None:
                return explain.not_awaited(forgotten, answer.error)
            found = explain.raised(answer.error, self._host.job.limits.memory)
            return replace(found, place=self._blamed(answer.error))
        if answer.status == 200:
            return explain.returned_exception(answer.json, wanted)
        if answer.status == 405 or answer.json == {"detail": "Not Found"}:
            twice = explain.two_apps(self._bench.places.applications(), answer.status)
            if twice is not None:
                return twice
        if answer.status == 404 and answer.json == {"detail": "Not Found"}:
            return explain.missing_route(answer.asked, self._routes())
        if answer.status == 405:
            found_methods = methods(self._routes(), answer.asked.path)
            return (
                explain.wrong_method(answer.asked, found_methods, self._routes())
                if found_methods
                else None
            )
        if answer.status in {307, 308} and answer.status not in wanted:
            return explain.redirect(answer.asked, answer.header("location"))
        if answer.status == 422 and min(wanted) < 300:
            routes = self._routes()
            return explain.refused(
                answer.asked, answer.json, routes, *self._query(answer.asked, routes)
            )
        return None

    def uncalled(self, answer: Answer) -> Explanation | None:
        """Better words for an answer that is a function itself, or holds one."""
        if not any(mark in answer.text for mark in ("{}", "__wrapped__")):
            return None
        place = self._route_place(answer.asked, self._routes())
        given = self._bench.lesson.given.modules
        known = [f"{m}.{name}" for m in given for name in self._bench.functions(m)]
        name = source.uncalled(self._bench.places.source(place), place.line or 0, known)
        return explain.not_called(name, answer.told()) if name else None

    def _blamed(self, error: Any) -> Place | None:
        frames = error.get("frames") if isinstance(error, dict) else None
        place = self._bench.places.of(frames[-1]) if isinstance(frames, list) and frames else None
        if place and error.get("type") == "BdbQuit":
            place = self._bench.places.stopped(place)
        return place if place and place.file else None

    def _routes(self, seconds: float = 2.0) -> list[Any]:
        try:
            routes = self._host.ask("routes", seconds) if self._host.alive else []
        except (HostDied, TimeoutError, RuntimeError):
            routes = []
        return routes if isinstance(routes, list) else []

    def _route_place(self, asked: Asked | None, routes: list[Any]) -> Place:
        found = route(routes, asked.method, asked.path) if asked else None
        place = self._bench.places.of(found)
        if not place.file and asked and asked.path.endswith(_APP_PAGES):
            place = (self._bench.places.applications() or [place])[-1]
        return place if place.file else self._bench.places.step(self._step.id)

    def _query(self, asked: Asked, routes: list[Any]) -> tuple[list[str], list[str]]:
        """The route's parameters: those without a type; all from the query or the path."""
        found = route(routes, asked.method, asked.path)
        with contextlib.suppress(AttributeError, TypeError, HostDied, TimeoutError, RuntimeError):
            openapi = self._host.ask("openapi", seconds=2.0) if found else {}
            path = str(found and found.get("path"))
            takes = contract(openapi).get(f"{asked.method} {path}", {})
            return untyped(openapi, asked.method, path), [
                *takes.get("query", []),
                *takes.get("path", []),
            ]
        return [], []

    def _contract_advice(self, asked: Asked | None, routes: list[Any]) -> str:
        found = route(routes, asked.method, asked.path) if asked else None
        path = self._bench.lesson.solution / "contract.json"
        if found is None or not path.is_file():
            return ""
        # What comes from the host may have any shape; without advice the check still speaks.
        with contextlib.suppress(Exception):
            theirs = contract(self._host.ask("openapi", seconds=2.0))
            wanted = json.loads(path.read_text("utf-8"))
            parts = (asked.params, asked.json, asked.data, asked.files) if asked else ()
            sent = {name for part in parts for name in explain.names(part)}
            return misplaced(wanted, theirs, f"{found['method']} {found['path']}", sent)
        return ""


class Pending:
    """A request that has been sent and whose answer may still be on its way."""

    def __init__(self, app: App, asked: Asked, connection: Connection) -> None:
        self._app = app
        self.asked = asked
        self._connection = connection
        self._response: http.client.HTTPResponse | None = None

    @property
    def raw(self) -> socket.socket:
        """Readable once the answer begins."""
        return self._connection.raw

    def answer(self) -> Answer:
        """Wait for the answer."""
        with self._app._trouble(self.asked):
            try:
                return self._app._received(self.asked, self._connection)
            finally:
                self._connection.close()

    def head(self) -> Answer:
        """Wait for status and headers only; the answer's ``body`` is still empty."""
        with self._app._trouble(self.asked):
            self._response = self._connection.head()
            return self._app._made(self.asked, self._response, b"")

    @property
    def readable(self) -> bool:
        """Whether something has arrived that was not read yet, or the end. Never waits."""
        return self._connection.readable()

    def read_line(self, wait: bool = True) -> bytes:
        """The next line of the body as soon as it is there, after :meth:`head`.

        ``b""`` at the end of the body. With ``wait=False`` also ``b""`` when a whole line
        is not there yet; nothing more can be read from this answer then.
        """
        assert self._response is not None, "head() comes first"
        with self._app._trouble(self.asked):
            if wait:
                return self._response.readline(65536)
            with self._connection.at_once(), contextlib.suppress(TimeoutError):
                return self._response.readline(65536)
            return b""

    def cancel(self) -> None:
        """Hang up."""
        self._connection.close()


def _told(error: RuntimeError) -> Message:
    """What the host told of an exception, every key there."""
    told: Any = error.args[0] if error.args else None
    return heard.error(told) or {"type": "Exception", "message": "", "frames": []}


def _is_call(event: Message, service: str) -> bool:
    return event["event"] == "called" and event.get("name") == service


def _shared_connection(host: Host) -> Connection:
    found: Connection | None = getattr(host, "connection", None)
    if found is None:
        found = _connect(host)
        host.connection = found  # type: ignore[attr-defined]
    return found


def _connect(host: Host) -> Connection:
    connection = Connection(host.job.unix, host.port, host.wait_for_bytes)
    host.at_end.append(connection.close)
    return connection
