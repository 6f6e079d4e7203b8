"""Keeps one lesson's host running for its checks, and says what goes wrong with it."""

from __future__ import annotations

import contextlib
import difflib
import re
import signal
import socket
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.curriculum import Lesson
from checker.expect import disk, imports, signs, source
from checker.expect.explain import article
from checker.expect.failure import CannotStart
from checker.expect.places import MAX_FILE, Place, Places, read
from checker.expect.times import Times
from checker.host.job import Job
from checker.launcher import GRACE, Host, HostDied, Launcher
from checker.output import theirs
from checker.report import RESET, LessonError


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
        times: Times = Times(),  # noqa: B008 frozen
    ) -> None:
        self.lesson = lesson
        self.folder = folder
        self.times = times
        self.run = run
        self.places = Places(workspace, folder, lesson.files)
        self.error: LessonError | None = None
        self.ends = float("inf")
        """When (in monotonic time) the lesson has taken too long."""
        self._launcher = launcher
        self._host: Host | None = None
        self._ready = False
        self._starts = 0
        self._environment: Mapping[str, str | None] = {}
        self._spares: list[Host] = []
        self._usual: Started | None = None

    def job(self) -> Job:
        self._starts += 1
        given = self.lesson.given
        unix = hasattr(socket, "AF_UNIX") and sys.platform != "win32"
        files = self.run / "files"
        disk.make(files)
        home = str(files)
        return Job(
            lesson=self.lesson.id,
            learner=str(self.folder),
            course=str(self.lesson.solution),
            run=home,
            unix=str(self.run / f"app{self._starts}.sock") if unix else "",
            given=given.modules,
            services=given.services,
            values=dict(given.values),
            environment=self._variables(home),
        )

    def _variables(self, home: str) -> dict[str, str]:
        environment = (
            {"PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"}
            | self.lesson.given.environment
            | dict(self._environment)
        )
        return {name: value for name, value in environment.items() if value is not None}

    def functions(self, module: str) -> list[str]:
        """The functions of a module that the lesson is given."""
        return source.functions(read(self.lesson.solution / f"{module.replace('.', '/')}.py"))

    @property
    def starts(self) -> int:
        """How many hosts were started and used so far."""
        return self._starts - len(self._spares)

    def prepare(self, spares: int = 0) -> None:
        """Have hosts wait for the learner's files: one, and some for later starts.

        The first has the given modules too. A later one imports them when it is used, for
        they may look at the environment, and at files that are there by then.
        """
        first = self.job()
        self._host = self._launcher.start(replace(first, waits=True, early=first.given))
        self._spares = [
            self._launcher.start(replace(self.job(), waits=True)) for _ in range(spares)
        ]

    def begin(self) -> None:
        """Start a host without waiting for it."""
        if self._host is not None and self._host.job.waits:
            try:
                self._host.go(self._host.job.environment)
            except HostDied:
                self._host = None
        if self._host is None:
            self._host = self._start()
            self._ready = False

    def _start(self) -> Host:
        """A host in the environment of now, one that waits if there is one."""
        while self._spares:
            spare = self._spares.pop(0)
            disk.make(Path(spare.job.run))
            with contextlib.suppress(HostDied):
                spare.go(self._variables(spare.job.run))
                return spare
        return self._launcher.start(self.job())

    def host(self) -> Host:
        """A host that is ready for requests.

        Raises:
            CannotStart: the learner's app does not start; :attr:`error` says why.
        """
        if self._host is not None and not self._host.alive:
            self._host = None
        if self._host is None or not self._ready:
            self.error = self.error or unreadable(self.lesson, self.folder, self.places)
        if self.error is not None:
            raise CannotStart(self.error.message)
        self.begin()
        assert self._host is not None
        if not self._ready:
            self._await_ready(self._host)
        return self._host

    def _await_ready(self, host: Host) -> None:
        try:
            event = host.wait_ready(self.times.start)
        except HostDied as died:
            self._give_up(left(died, self.places.leaving(), "while it was being imported"))
        else:
            if event is None:
                stuck = self.places.of(next(iter(host.stuck_at()), None))
                status = host.end()
                if status is not None:  # a child of it keeps its channel open
                    ended, place = HostDied(status), self.places.leaving()
                    self._give_up(left(ended, place, "while it was being imported"))
                busy = self.places.text(stuck)
                self._give_up(_never_ready(host.output.flooded, self.times.start, stuck, busy))
            elif event["event"] == "failed":
                host.end(grace=GRACE)
                self._give_up(_failed_start(event, host, self.places, self.lesson))
        self._ready = True

    def _give_up(self, error: LessonError) -> None:
        assert self._host is not None
        self._host.end()
        self.error = replace(error, output=theirs(self._host.output.since()))
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
            host = self._start()
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

    def usual_start(self) -> Started:
        """How a start in the usual environment goes; tried once, for it does not change."""
        if self._usual is None:
            self._usual = self.try_start({})
        return self._usual

    def cut(self) -> None:
        """From another thread: end the host under whoever waits for it."""
        for host in (self._host, *self._spares):
            if host is not None and host.alive:
                host.cut()

    def end(self) -> None:
        self.drop()
        while self._spares:
            self._spares.pop().end()


ENDS = "take out what ends the program: os._exit, sys.exit and the like"


def left(died: HostDied, place: Place, when: str) -> LessonError:
    """The program ended by itself (``os._exit``, a signal, a crash in C), or broke away."""
    status = died.status
    if died.flooded:
        message = f"Your program logged, or called what it was given, without an end {when}."
        return LessonError("crash", message, next_step="look for a loop that logs or calls")
    if died.why:
        advice = "use less: see what your code starts, keeps or writes again and again"
        return LessonError("crash", f"Your program {died.why} {when}.", next_step=advice)
    if status is None:
        return LessonError(
            "crash",
            f"Your program broke off its connection to the checks {when}.",
            place.file,
            place.line,
            "take out what closes files and sockets that your code did not open",
        )
    advice = ENDS
    how = f"with exit code {status}"
    if status < 0:
        how, advice = _by_signal(-status, advice)
    return LessonError("crash", f"Your program ended {how} {when}.", place.file, place.line, advice)


def _by_signal(number: int, advice: str) -> tuple[str, str]:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = str(number)
    return f"by signal {name}", _SIGNALS.get(name, advice)


_SIGNALS = {
    "SIGABRT": "take out what ends the program: os.abort and the like",
    "SIGSEGV": "look for a function that calls itself without an end, or a changed recursion limit",
    "SIGKILL": "use less memory, and take out what ends the program: os.kill and the like",
}


def _never_ready(flooded: bool, seconds: float, place: Place, busy: str) -> LessonError:
    message = f"Your file was still busy being imported after {seconds:g} seconds."
    advice = "look for a loop without an end, or a wait, outside of your functions"
    if flooded:
        message = "Your file printed without an end while it was being imported."
        advice = "take out the loop that prints"
    elif "uvicorn" in busy:
        message = "Your file starts a server of its own while it is being imported."
        advice = 'take this line out, or put it below `if __name__ == "__main__":`'
    elif place.line is None:
        message = f"Your app was not ready after {seconds:g} seconds."
    elif place.what:
        message = f"Your app was still starting after {seconds:g} seconds."
        advice = f"look for a loop without an end, or a wait, in `{place.what}`"
    return LessonError("timeout", message, place.file, place.line, advice)


def _failed_start(event: Any, host: Host, places: Places, lesson: Lesson) -> LessonError:
    if event["phase"] == "app":
        return _no_app(event, lesson, places)
    in_lifespan = event["phase"] == "lifespan"
    error = (in_lifespan and _raised_in_lifespan(host)) or event["error"]
    if error is None:
        advice = "start it yourself, to see what it says: course run"
        return LessonError("crash", "Your app did not start.", places.main, None, advice)
    kind, message = error["type"], " ".join(error["message"].split())
    place = _place(error, places)
    if kind in {"SyntaxError", "IndentationError", "TabError"} and "file" in error:
        return _syntax(message, place, places)
    if not place.file:
        place = Place(places.main)
        found = unreadable_bytes(places, place)  # Python says so in several ways
        if found is not None:
            return found
    if kind in {"ModuleNotFoundError", "ImportError"}:
        return imports.failed(error, message, place, lesson, places)
    when = "while it was starting" if in_lifespan else "while it was being imported"
    if kind == "SystemExit":
        return _ended(error["code"], place, when)
    told = f"{kind} {when}: {message[:300]}" if message else f"{kind} {when}."
    if in_lifespan:
        place, advice = _lifespan(message, place, places)
        if advice:
            return LessonError(
                "crash", f"Your program raised {told}", place.file, place.line, advice
            )
    return _crash(told, error, place, places)


def _raised_in_lifespan(host: Host) -> Any:
    raised = [e for e in host.events if e["event"] == "raised" and e["scope"] == "lifespan"]
    return raised[-1]["error"] if raised else None


def _ended(code: Any, place: Place, when: str) -> LessonError:
    """The program left with sys.exit: with a number, or with words."""
    if isinstance(code, str):
        text = f"Your program ended itself {when}: {code[:300]}"
        return LessonError("crash", text, place.file, place.line, ENDS)
    return left(HostDied(code if isinstance(code, int) else 1), place, when)


_TYPE = re.compile(r"check that (.+?) is a valid")
MAX_TYPE = 100
"""How much is shown of a type that FastAPI cannot use."""
_SLASH = "paths must start with '/'"
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
        "starlette.background.BackgroundTask'",
        "FastAPI cannot fill in a parameter of the type BackgroundTask.",
        "the type of the parameter is BackgroundTasks, with an s at the end",
    ),
    (
        "Invalid args for response field",
        "FastAPI cannot read or write a type that this route declares: `{type}`.",
        "a body's class needs (BaseModel), an answer a response_model, a dependency Depends(…)",
    ),
    (
        "must not have a response body",
        "A route promises a body, but its status code means that there is none.",
        "for 204 take the response model away: the function returns None",
    ),
    (
        _SLASH,
        "A path does not begin with a slash.",
        'write the slash in front: "/models", not "models"',
    ),
)


def _slash(places: Places, place: Place) -> str:
    """The advice for a path without a slash, in the learner's own words; "" without one."""
    name, path = source.slashless(places.source(place), place.line or 0)
    name = f"{name}=" if name else ""
    return path and f'write the slash in front: {name}"/{path}", not {name}"{path}"'


def _declared(message: str) -> str:
    """The type that FastAPI's message is about, as a learner writes it, without its modules."""
    found = _TYPE.search(message[:2000])
    if not found:
        return "…"
    text = re.sub(r"<(?:class|function) '?([^<>']+?)'?(?: at 0x\w+)?>", r"\1", found[1])
    for _ in range(3):  # brackets in brackets
        text = re.sub(r"\([^()]+\)", "(…)", text)
        text = text.replace("((…))", "(…)")
    text = re.sub(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])", "", text)
    return text if len(text) <= MAX_TYPE else f"{text[:MAX_TYPE]} …"


def _crash(told: str, error: dict[str, Any], place: Place, places: Places) -> LessonError:
    """``told`` says what was raised when, ``error`` is the same as the host described it."""
    kind, message = error["type"], " ".join(error["message"].split())
    for sign, summary, step in _DECLARATIONS:
        if kind in {"AssertionError", "TypeError", "FastAPIError"} and sign in message:
            step = (sign == _SLASH and _slash(places, place)) or step
            name = re.split(r"[ :]", message.strip(" .'"))[-1].strip("'\"")
            text = summary.format(name=name, type=_declared(message))
            return LessonError("crash", text, place.file, place.line, step)
    both = f"{kind}: {message}"
    itself = _itself(message, place, places)
    if itself:
        return LessonError("crash", f"Your program raised {told}", place.file, place.line, itself)
    known = next((advice for sign, advice in _START_ADVICE.items() if sign in both), "")
    advice = (
        (known == _UNKNOWN and signs.meant(error))
        or ("Field required" in both and _unread(places.source(place)))
        or known
        or signs.advice(both, error)
        or (_OPEN if place.line else "look for that in your code; course run shows where it arose")
    )
    return LessonError("crash", f"Your program raised {told}", place.file, place.line, advice)


def _unread(text: str) -> str:
    """Why settings find no variable, where the text of their file shows it; or ""."""
    if "env_prefix" in text:
        return "take env_prefix away: with it, each field's variable has another name"
    if re.search(r"^class Settings\(BaseModel\)", text, re.MULTILINE):
        return "let Settings inherit from BaseSettings: a BaseModel reads no environment"
    return ""


_OPEN = "open that line; the program stops there before it can serve"


def _itself(message: str, place: Place, places: Places) -> str:
    """The advice where a call stands that the app should make itself; "" elsewhere."""
    line = places.text(place)
    found = re.search(r"(\w{1,60})\(\) missing \d+ required", message)
    if found and re.search(rf"\bDepends\(\s*{found[1]}\(", line):
        return f"hand over the function itself, without () behind it: Depends({found[1]})"
    if found and re.search(rf"\blifespan\s*=\s*{found[1]}\(", line):
        return f"hand over the function itself, without () behind it: lifespan={found[1]}"
    if found and source.called_as_default(places.source(place), place.line or 0, found[1]):
        return signs.DEPENDS.format(found[1])
    return ""


_YIELD = 'yield a dict, as in {"model": …}: request.state.model has its value then'
# What goes wrong between the server and a lifespan; the first sign decides.
_LIFESPAN = (
    (
        "'_GeneratorContextManager' object does not support",
        "put @asynccontextmanager above the lifespan, and make it an `async def`",
    ),
    (
        "'coroutine' object does not support",
        "put @asynccontextmanager above the lifespan, and a `yield` where the app serves",
    ),
    (
        "'function' object does not support",
        "hand over the lifespan itself, without () behind it: FastAPI(lifespan=lifespan)",
    ),
    ("takes 0 positional arguments but 1", "a lifespan takes the app: (app: FastAPI)"),
    ("object is not a mapping", _YIELD),
    ("object is not iterable", _YIELD),
    ("cannot convert dictionary update sequence", _YIELD),
    ("dictionary update sequence element", _YIELD),
)


def _lifespan(message: str, place: Place, places: Places) -> tuple[Place, str]:
    """Where a lifespan went wrong, and what to do when it is a lifespan's own mistake.

    The server calls a lifespan: what it cannot do with it has no line of the learner's,
    or only that of a middleware it comes through.
    """
    own = places.text(place)
    if own and not re.search(r"\(\s*scope\s*,", own):
        return place, ""
    advice = next((step for sign, step in _LIFESPAN if sign in message), "")
    return places.lifespan(yields=advice == _YIELD) or place, advice


_UNKNOWN = "check the name's spelling, or import it at the top of the file"
# The first sign that stands in "Type: message" decides.
_START_ADVICE = {
    "_contains_router": "a module holds the router: include users.router, not users",
    "A path prefix must start with '/'": 'begin the prefix with a slash: prefix="/…"',
    "'str' object has no attribute 'copy'": 'tags are a list: tags=["…"]',
    "is not an async iterator": "a lifespan needs a `yield`: the app serves there",
    "partially initialized module": signs.CIRCLE,
    "Field required": "look at the field that is named: it gets no value, and has no default",
    "name 'app' is not": "call your FastAPI object `app`: the course looks for that name",
    "NameError": _UNKNOWN,
    "RecursionError": "a function calls itself without an end: give it one",
    "MemoryError": "use less memory",
    "EOFError: EOF when reading a line": "take input() out: nobody sits in front of a server",
    "File too large": "write less: a file may not have more than 64 MB here",
    "No space left on device": "write less: there is no more room for files here",
    "Too many open files": "close what you open: with open(…) as file",
    "asyncio.run() cannot be called": "use `await` instead of asyncio.run()",
}


def _place(error: dict[str, Any], places: Places) -> Place:
    if error.get("file"):
        own = places.of(error)
        if own.file:
            return own
    place = places.of(error["frames"][-1]) if error["frames"] else Place()
    return places.stopped(place) if error["type"] == "BdbQuit" else place


def _syntax(message: str, place: Place, places: Places) -> LessonError:
    found = unreadable_bytes(places, place)
    if found is not None:
        return found
    advice = _SYNTAX_ADVICE.get(message, "")
    if not advice and "indent" in message:
        advice = "give the lines of a block the same number of spaces in front"
    advice = advice or next((step for sign, step in _SYNTAX if sign in message), "")
    return LessonError(
        "syntax",
        f"Python cannot read this line: {message}".removesuffix(".")
        + ("" if message.endswith("?") else "."),
        place.file,
        place.line,
        advice or "mend the line, or the one above it: brackets, quotes, colons, indentation",
    )


_SYNTAX = (
    ("outside async function", "write `async def` for the function around that line"),
    ("default argument", "parameters with a default (= …) come after those without one"),
    ("follows parameter with a default", "put parameters with a default (= …) at the end"),
)
_SYNTAX_ADVICE = {
    "inconsistent use of tabs and spaces in indentation": "use spaces only, four for each level",
}


def unreadable_bytes(places: Places, place: Place) -> LessonError | None:
    """A file that is no UTF-8 text: its first bad line, and how to mend it."""
    data = places.data(place)
    file = place.file or places.main
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        message, line = f"{file} is saved as UTF-16; Python reads UTF-8.", 1
    elif b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        message = "There is a NUL character in this line, which no text has."
    else:
        try:
            data.decode("utf-8")
            return None
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
        message = f"{file} is not saved as UTF-8: this line has a character in another encoding."
    advice = "save the file again, with the encoding UTF-8"
    return LessonError("syntax", message, file, line, advice)


def unreadable(lesson: Lesson, folder: Path, places: Places) -> LessonError | None:
    """What keeps the learner's first file from being read at all, or None."""
    name = lesson.files[0]
    path, shown = folder / name, places.main
    try:
        kind = path.stat().st_mode
        size = path.stat().st_size
    except OSError:
        return _missing(name, folder, shown, path.is_symlink())
    if stat.S_ISDIR(kind):
        message = f"{shown} is a folder; it has to be a file."
        return LessonError("missing", message, shown, next_step=f"rename the folder; {RESET}")
    if not stat.S_ISREG(kind):
        message = f"{shown} is not a file that can be read."
        return LessonError("missing", message, shown, next_step=f"remove it; {RESET}")
    if size > MAX_FILE:
        message = f"{shown} has {size / 1e6:.0f} MB; a file of the course has at most 1 MB."
        return LessonError("missing", message, shown, next_step="keep data out of this file")
    return None


def _missing(name: str, folder: Path, shown: str, dangling: bool) -> LessonError:
    if dangling:
        message = f"{shown} is a link to a file that is not there."
        return LessonError("missing", message, shown, next_step=f"remove the link; {RESET}")
    try:
        there = sorted(path.name for path in folder.iterdir() if path.suffix in {".py", ".txt"})
    except OSError:
        message = f"There is no folder {shown.rpartition('/')[0]}."
        return LessonError("missing", message, shown, next_step=RESET)
    close = [n for n in there if n.lower() in {name.lower(), f"{name}.txt".lower()}]
    close = close or difflib.get_close_matches(name, set(there) - {"__init__.py"}, n=1)
    advice = f"rename {close[0]} to {name}" if close else RESET
    return LessonError("missing", f"There is no {shown}.", shown, next_step=advice)


def _no_app(event: Any, lesson: Lesson, places: Places) -> LessonError:
    file, others = places.main, event["others"]
    place = Place(file)
    if event["found"]:
        place = places.assigned("app")
        what = "None" if event["found"] == "NoneType" else article(event["found"])
        message = f"`app` in {file} is {what}, not a FastAPI application."
        advice = "keep the name `app` for the application; give the other thing another name"
        if event["found"] in {"function", "type", "NoneType"} or others:
            advice = "the application itself has to be called `app`: app = FastAPI()"
    elif others:
        place = places.assigned(others[0])
        message = f"{file} has no `app`, but `{others[0]}` is a FastAPI application."
        advice = f"call it `app` instead of `{others[0]}`"
    else:
        message = f"{file} has no `app`."
        advice = "make one: app = FastAPI()"
    return LessonError("missing", message, place.file or file, place.line, advice)
