"""Keeps one lesson's host running for its checks, and says what goes wrong with it."""

from __future__ import annotations

import difflib
import re
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.curriculum import Lesson
from checker.expect import signs
from checker.expect.failure import CannotStart
from checker.expect.places import Place, Places
from checker.host.job import Job
from checker.launcher import Host, HostDied, Launcher
from checker.report import LessonError


@dataclass(frozen=True)
class Times:
    """Seconds of wall clock: for one answer, for a start, for a whole lesson."""

    answer: float = 5.0
    start: float = 15.0
    lesson: float = 60.0


@dataclass(frozen=True)
class Started:
    """How a start went: ``ok``, the process's exit status at its end, why it failed
    (for a learner), what it printed, and its events in order."""

    ok: bool
    status: int | None
    error: LessonError | None
    output: str
    events: tuple[Any, ...]


class Bench:
    """Starts, restarts and ends the host of one lesson.

    Args:
        lesson: what is checked.
        folder: the learner's folder of it.
        workspace: what places are told relative to.
        launcher: where hosts come from; it stays the caller's.
        run: an empty private folder.
    """

    def __init__(
        self,
        lesson: Lesson,
        folder: Path,
        workspace: Path,
        launcher: Launcher,
        run: Path,
        times: Times = Times(),
    ) -> None:
        self.lesson = lesson
        self.folder = folder
        self.times = times
        self.run = run
        self.places = Places(workspace, folder, lesson.files)
        self.error: LessonError | None = None
        self._launcher = launcher
        self._host: Host | None = None
        self._ready = False
        self._starts = 0
        self._environment: Mapping[str, str | None] = {}

    def job(self) -> Job:
        self._starts += 1
        given = self.lesson.given
        unix = hasattr(socket, "AF_UNIX") and sys.platform != "win32"
        files = self.run / "files"
        files.mkdir(exist_ok=True)
        home = str(files)
        environment = (
            {"PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"}
            | given.environment
            | dict(self._environment)
        )
        return Job(
            lesson=self.lesson.id,
            learner=str(self.folder),
            course=str(self.lesson.solution),
            run=home,
            unix=str(self.run / f"app{self._starts}.sock") if unix else "",
            given=given.modules,
            services=given.services,
            values=dict(given.values),
            environment={name: v for name, v in environment.items() if v is not None},
        )

    def begin(self) -> None:
        """Start a host without waiting for it."""
        if self._host is None:
            self._host = self._launcher.start(self.job())
            self._ready = False

    def host(self) -> Host:
        """A host that is ready for requests.

        Raises:
            CannotStart: the learner's app does not start; :attr:`error` says why.
        """
        if self.error is not None:
            raise CannotStart(self.error.message)
        if self._host is not None and not self._host.alive:
            self._host = None
        self.begin()
        assert self._host is not None
        if not self._ready:
            self._await_ready(self._host)
        return self._host

    def _await_ready(self, host: Host) -> None:
        try:
            event = host.wait_ready(self.times.start)
        except HostDied as died:
            self._give_up(left(died.status, self.places.leaving(), "while it was being imported"))
        else:
            if event is None:
                stuck = self.places.of(next(iter(host.stuck_at()), None))
                self._give_up(_never_ready(host.output.flooded, self.times.start, stuck))
            elif event["event"] == "failed":
                host.end(grace=1.0)
                self._give_up(_failed_start(event, host, self.places, self.lesson))
        self._ready = True

    def _give_up(self, error: LessonError) -> None:
        assert self._host is not None
        self._host.end()
        self.error = replace(error, output=self._host.output.since())
        raise CannotStart(error.message)

    def drop(self) -> None:
        """End the host at once; the next :meth:`host` starts another."""
        if self._host is not None:
            self._host.end()
            self._host = None

    def stop(self) -> int | None:
        """Stop the host in good order; its exit status."""
        return self._host.stop(self.times.answer) if self._host else None

    def restart(self, environment: Mapping[str, str | None] | None = None) -> int | None:
        """Stop the host in good order and start another. The first one's exit status.

        A variable of ``environment`` that is None is taken away.
        """
        status = self.stop()
        self._host = None
        self._environment = environment or {}
        return status

    def try_start(self, environment: Mapping[str, str | None]) -> Started:
        """Start a second host to see how that goes, and end it again."""
        before, self._environment = self._environment, environment
        try:
            host = self._launcher.start(self.job())
        finally:
            self._environment = before
        event: Any = None
        status: int | None = None
        try:
            event = host.wait_ready(self.times.start)
            status = host.stop(self.times.answer)
        except HostDied as died:
            status = died.status
        finally:
            ended = host.end(grace=1.0)
        ok = event is not None and event["event"] == "ready"
        error = None
        if event is not None and not ok:
            error = _failed_start(event, host, self.places, self.lesson)
        status = ended if status is None else status
        return Started(ok, status, error, host.output.since(), tuple(host.events))

    def cut(self) -> None:
        """From another thread: end the host under whoever waits for it."""
        host = self._host
        if host is not None and host.alive:
            host.cut()

    def end(self) -> None:
        self.drop()


def left(status: int | None, place: Place, when: str) -> LessonError:
    """The program ended by itself: ``os._exit``, a signal, a crash in C."""
    how = f"with exit code {status}"
    if status is None:
        how = "and took its parent with it"
    elif status < 0:
        how = f"by signal {-status}"
    return LessonError(
        "crash",
        f"Your program ended {how} {when}.",
        place.file,
        place.line,
        "take out what ends the program: os._exit, sys.exit and the like",
    )


def _never_ready(flooded: bool, seconds: float, place: Place) -> LessonError:
    message = f"Your file was still busy being imported after {seconds:g} seconds."
    advice = "look for a loop without an end, or a wait, outside of your functions"
    if flooded:
        message = "Your file printed without an end while it was being imported."
        advice = "take out the loop that prints"
    return LessonError("timeout", message, place.file, place.line, advice)


def _failed_start(event: Any, host: Host, places: Places, lesson: Lesson) -> LessonError:
    if event.get("phase") == "app":
        return _no_app(event, lesson, places)
    error = event.get("error")
    if event.get("phase") == "lifespan":
        raised = [e for e in host.events if e["event"] == "raised" and e.get("scope") == "lifespan"]
        error = raised[-1].get("error") if raised else error
    if not isinstance(error, dict):
        return LessonError("crash", "Your app did not start.")
    kind, message = str(error.get("type")), " ".join(str(error.get("message")).split())
    place = _place(error, places)
    if "line" in error and kind in {"SyntaxError", "IndentationError", "TabError"}:
        return _syntax(message, place)
    if kind in {"ModuleNotFoundError", "ImportError"}:
        return _import(error, message, place, lesson)
    if kind == "SystemExit" and isinstance(error.get("code"), str):
        return LessonError(
            "crash", f"Your program ended itself: {error['code'][:300]}", place.file, place.line
        )
    if kind == "SystemExit":
        return left(error.get("code") or 0, place, "while it was being imported")
    advice = (
        signs.advice(f"{kind}: {message}")
        if kind != "NameError"
        else "call your FastAPI object `app`: the course and your routes look for that name"
        if "'app'" in message
        else _NAME
    ) or "open that line; the program stops there before it can serve"
    where = "while your app was starting" if event.get("phase") == "lifespan" else "at import"
    told = f"{kind} {where}: {message[:300]}"
    for sign, summary, step in _DECLARATIONS:
        if kind in {"AssertionError", "TypeError", "FastAPIError"} and sign in message:
            name = re.split(r"[ :]", message.strip(" .'"))[-1].strip("'\"")
            told, advice = summary.format(name=name), step
    return LessonError("crash", told, place.file, place.line, advice)


# What FastAPI asserts about a route when it is declared: a sign in its message, what it
# means ({name} is the message's last word, mostly a parameter), and what to do.
_DECLARATIONS = (
    (
        "must be in path, query, header or cookie",
        "`{name}` has Pydantic's Field() as its default, and FastAPI does not take that here.",
        "for a query parameter, write Query() instead: Annotated[int, Query(ge=0)] = 0",
    ),
    (
        "default value cannot be set in `Annotated`",
        "A default stands inside of Annotated[…], and FastAPI takes none there.",
        "write the default after the `=`: Annotated[int, Query(ge=0)] = 0",
    ),
    (
        "Path parameters cannot have",
        "A path parameter has a default, but it is always there: it is part of the path.",
        "take the default out: Annotated[int, Path(ge=1)]",
    ),
    (
        "for path param",
        "`{name}` is in the path, but it is declared as coming from somewhere else.",
        "use Path() for it, or no more than its type",
    ),
    (
        "is not a callable object",
        "Depends() was given what a call returned, and it wants the function itself.",
        "take the brackets behind the name away: Depends(get_it), not Depends(get_it())",
    ),
    (
        "Invalid args for response field",
        "FastAPI cannot read or write a type that this route declares.",
        "a body's class needs (BaseModel), an answer a response_model, a dependency Depends(…)",
    ),
    (
        "must not have a response body",
        "A route promises a body, but its status code means that there is none.",
        "for 204 take the response model away: the function returns None",
    ),
    (
        "paths must start with '/'",
        "A path does not begin with a slash.",
        'write the slash in front: "/models", not "models"',
    ),
)


_NAME = "check the name's spelling, or import it at the top of the file"


def _place(error: dict[str, Any], places: Places) -> Place:
    if error.get("file"):
        own = places.of(error)
        if own.file:
            return own
    frames = error.get("frames")
    return places.of(frames[-1]) if isinstance(frames, list) and frames else Place()


def _syntax(message: str, place: Place) -> LessonError:
    advice = next(
        (step for sign, step in _SYNTAX if sign in message),
        "mend the line, or the one above it: brackets, quotes, colons, indentation",
    )
    told = f"Python cannot read this line: {message}"
    return LessonError(
        "syntax", told if told.endswith("?") else f"{told}.", place.file, place.line, advice
    )


_SYNTAX = (
    ("outside async function", "write `async def` for the function around that line"),
    ("default argument", "parameters with a default (= …) come after those without one"),
    ("follows parameter with a default", "put parameters with a default (= …) at the end"),
)


def _no_app(event: Any, lesson: Lesson, places: Places) -> LessonError:
    file = places.step(lesson.steps[0].id).file
    others = [str(name) for name in event.get("others") or []][:3]
    if event.get("found"):
        message = f"`app` in {file} is a {event['found']}, not a FastAPI application."
        advice = "keep the name `app` for the application; give the other thing another name"
    elif others:
        message = f"{file} has no `app`, but `{others[0]}` is a FastAPI application."
        advice = f"call it `app` instead of `{others[0]}`"
    else:
        message = f"{file} has no `app`."
        advice = "make one: app = FastAPI()"
    return LessonError("missing", message, file, None, advice)


def _import(error: dict[str, Any], message: str, place: Place, lesson: Lesson) -> LessonError:
    name, wanted = str(error.get("name") or ""), error.get("wanted")
    offered = [str(item) for item in error.get("offered") or []]
    if f"lessons.{lesson.id}" in name and wanted is None and name.endswith(".main"):
        return LessonError("missing", f"There is no main.py for {lesson.id}.", next_step=RESET)
    short = name.removeprefix(f"lessons.{lesson.id}.")
    if wanted:
        close = difflib.get_close_matches(str(wanted), offered, n=1)
        text = f"`{short}` has no `{wanted}`"
        advice = f"did you mean `{close[0]}`?" if close else f"look into `{short}` for its names"
    else:
        close = difflib.get_close_matches(name.partition(".")[0], _known_modules(lesson), n=1)
        text = f"there is no module called `{short}`"
        advice = f"did you mean `{close[0]}`?" if close else _not_installed(name)
        if close and close[0] == name.partition(".")[0]:
            advice = f"check the part after `{close[0]}.`"
    return LessonError("import", f"The import failed: {text}.", place.file, place.line, advice)


RESET = "bring it back with: course reset"


def _not_installed(name: str) -> str:
    top = name.partition(".")[0]
    return f"`{top}` is not installed; the course does not need it: take the import out"


def _known_modules(lesson: Lesson) -> list[str]:
    from importlib.metadata import packages_distributions

    return [*packages_distributions(), *sys.stdlib_module_names, *lesson.given.modules]
