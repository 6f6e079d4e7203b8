"""The process that imports and serves the learner's app, and answers the judge.

The main thread belongs to the learner's code: it imports their module and runs uvicorn.
A second thread reads the control channel, so the judge gets an answer even while the
first one is stuck.
"""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import importlib
import logging
import os
import signal
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

from checker.host.given import LessonFinder, Services, jsonable
from checker.host.job import Job, Limits
from checker.host.server import Innermost, Server, Witness
from checker.host.trace import describe, stacks
from checker.host.warmup import rehearse
from checker.host.wire import Message, Wire, WireBroken

LEFT_ON_PURPOSE = 0
START_FAILED = 3
_AT_ONCE = frozenset({"fail", "hold", "ping", "release", "sync", "tell"})
MAX_ANSWERS = 500
"""Questions that are answered at the same time; the judge asks one after the other."""


def run(job: Job, wire: Wire) -> None:
    """Serve ``job`` until the judge says stop. Ends the process; never returns."""
    # An event that cannot be sent means that the judge is gone: so is our reason to be.
    os.chdir(job.run)
    host = _Host(job, wire)
    code = START_FAILED
    try:
        code = host.serve()
    except BaseException as error:
        host.emit({"event": "failed", "phase": "start", "error": describe(error, host.learner)})
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _fresh_file(path: Path) -> Any:
    """A new file there, whatever an earlier run of the learner's code has left."""
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_suffix(f".{os.getpid()}"))
    path.unlink(missing_ok=True)
    return path.open("x")


def limit(limits: Limits) -> None:
    """Bound this process, where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    for kind, wanted in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_CORE, 0),
        *_process_limit(resource, limits),
    ):
        _, hard = resource.getrlimit(kind)
        bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(kind, (bound, bound))
        except (ValueError, OSError):  # macOS refuses some; the wall clock still holds
            continue


def _process_limit(resource: Any, limits: Limits) -> list[tuple[int, int]]:
    """A bound on processes and threads that leaves room for those that are there.

    The system counts them for each user, so the limit is what the whole machine has now
    (the fourth field of ``/proc/loadavg``: running/all) and ``limits.processes`` more.
    """
    try:
        there = int(Path("/proc/loadavg").read_text().split()[3].partition("/")[2])
    except (OSError, ValueError, IndexError):
        return []
    return [(resource.RLIMIT_NPROC, there + limits.processes)]


class _Host:
    def __init__(self, job: Job, wire: Wire) -> None:
        self._job = job
        self._wire = wire
        self.learner = Path(job.learner)
        self._services = Services(job.services, job.values, self.emit, self.learner)
        self._server: Server | None = None
        self._witness: Witness | None = None
        self._app: Any = None
        self._watched: set[str] = set()
        self._go = threading.Event()
        self._threads = ThreadPoolExecutor(MAX_ANSWERS, "answer")

    def emit(self, message: Message) -> None:
        try:
            self._wire.send(message)
        except WireBroken:
            os._exit(LEFT_ON_PURPOSE)

    def serve(self) -> int:
        self._prepare()
        threading.Thread(target=self._listen, daemon=True, name="control").start()
        if self._job.waits:
            self._wait()
        limit(self._job.limits)
        module = self._import()
        if module is None:
            return START_FAILED
        self._app = self._find_app(module)
        if self._app is None:
            return START_FAILED
        listening = self._bind()
        self._look_inside()
        self._witness = Witness(self._app, self.emit, self.learner)
        self._server = Server(self._witness, self._ready)
        self._address = "" if self._job.unix else listening.getsockname()[1]
        try:
            self._server.serve_on(listening)
        except SystemExit:
            # The lifespan failed: Witness has reported what it raised.
            self.emit({"event": "failed", "phase": "lifespan", "error": None})
            return START_FAILED
        self.emit({"event": "stopped"})
        return LEFT_ON_PURPOSE

    def _wait(self) -> None:
        """Do all that can be done before the learner's files are there, and wait for them."""
        for name in self._job.early:
            with contextlib.suppress(Exception):  # it comes again, and is told then
                importlib.import_module(f"lessons.{self._job.lesson}.{name}")
        rehearse(self._bind("~"))
        if self._job.unix:
            Path(f"{self._job.unix}~").unlink(missing_ok=True)
        self._go.wait()
        os.chdir(self._job.run)  # an earlier start may have moved the folder away

    def _take_environment(self, environment: dict[str, str]) -> None:
        cookie = {name: os.environ[name] for name in ("COURSE_HOSTS",) if name in os.environ}
        os.environ.clear()
        os.environ.update(environment | cookie)
        if hasattr(time, "tzset"):
            time.tzset()

    def _prepare(self) -> None:
        self._take_environment(self._job.environment)
        sys.argv = ["uvicorn"]
        sys.dont_write_bytecode = True
        if hasattr(signal, "SIGUSR1"):
            dump = _fresh_file(Path(self._job.run, "stack.txt"))
            faulthandler.register(signal.SIGUSR1, file=dump, all_threads=True)
        job = self._job
        finder = LessonFinder(job.lesson, self.learner, Path(job.course), job.given, self._services)
        sys.meta_path.insert(0, finder)
        root = logging.getLogger()
        root.addHandler(_LogEvents(self.emit, self.learner))

    def _import(self) -> Any:
        try:
            for name in self._job.given:
                importlib.import_module(f"lessons.{self._job.lesson}.{name}")
            return importlib.import_module(f"lessons.{self._job.lesson}.main")
        except BaseException as error:
            told = describe(error, self.learner)
            self.emit({"event": "failed", "phase": "import", "error": told})
            return None

    def _find_app(self, module: Any) -> Any:
        from fastapi import FastAPI

        names = dict(vars(module)) if isinstance(module, ModuleType) else {}
        app = names.get("app")
        if isinstance(app, FastAPI):
            return app
        others = [str(name) for name, value in names.items() if isinstance(value, FastAPI)]
        found = type(app).__name__ if "app" in names else None
        self.emit({"event": "failed", "phase": "app", "others": others, "found": found})
        return None

    def _look_inside(self) -> None:
        from starlette.middleware import Middleware

        with contextlib.suppress(Exception):  # theirs may have put anything there
            inner = Middleware(Innermost, emit=self.emit, learner=self.learner)
            self._app.user_middleware.append(inner)

    def _bind(self, suffix: str = "") -> socket.socket:
        if self._job.unix:
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(self._job.unix + suffix)
        else:
            listening = socket.socket()
            listening.bind(("127.0.0.1", 0))
        return listening

    def _ready(self) -> None:
        assert self._server is not None
        self._services.server_loop = self._server.loop
        self.emit({"event": "ready", "port": self._address})

    # -- the control channel ---------------------------------------------------------

    def _listen(self) -> None:
        try:
            while True:
                message = self._wire.receive()
                assert message is not None
                self._answer_aside(message)
        except WireBroken:
            os._exit(LEFT_ON_PURPOSE)

    def _answer_aside(self, message: Message) -> None:
        """Answer in another thread, one that waits for work if there is one.

        An answer may take for ever: it waits for the learner's code. What runs only ours
        is answered at once.
        """
        if message["op"] in _AT_ONCE or (message["op"] == "idle" and self._is_idle()):
            self._answer(message)
            return
        try:
            self._threads.submit(self._answer, message)
        except (RuntimeError, MemoryError):  # the learner's code has used up what there is
            self._answer(message)

    def _answer(self, message: Message) -> None:
        reply: Message = {"reply": message["id"]}
        try:
            reply["value"] = jsonable(getattr(self, f"_do_{message['op']}")(message))
        except BaseException as error:
            reply["error"] = describe(error, self.learner)
        self.emit(reply)

    def _named(self, function: str) -> tuple[Any, str]:
        """The module and the name in it; ``/`` in front makes the module absolute."""
        module, _, name = function.rpartition(".")
        full = module[1:] if module.startswith("/") else f"lessons.{self._job.lesson}.{module}"
        return importlib.import_module(full), name

    def _do_watch(self, message: Message) -> bool:
        module, name = self._named(message["function"])
        function = getattr(module, name, None)
        if function is not None and message["function"] not in self._watched:
            self._watched.add(message["function"])
            wrapped = self._services.wrap(message["function"], function)
            short = message["function"].rpartition(".")[0]
            self._services.replace(short, name, module, wrapped)
        return function is not None

    def _do_override(self, message: Message) -> bool:
        module, name = self._named(message["function"])
        dependency, value = getattr(module, name, None), message["value"]
        if dependency is not None:
            self._app.dependency_overrides[dependency] = lambda: value
        return dependency is not None

    def _do_call(self, message: Message) -> Any:
        loaded, name = self._named(message["function"])
        function = getattr(loaded, name, None)
        if function is None:
            return {"missing": True}
        if not self._services.is_as_given(message["function"].rpartition(".")[0], name, function):
            return {"changed": True}
        value = function(*message["args"], **message["kwargs"])
        if asyncio.iscoroutine(value):
            assert self._server is not None
            assert self._server.loop is not None
            value = asyncio.run_coroutine_threadsafe(value, self._server.loop).result()
        return {"returned": jsonable(value)}

    def _do_hold(self, message: Message) -> None:
        self._services.hold(message["service"], message.get("after", 0))

    def _do_release(self, message: Message) -> None:
        self._services.release(message["service"])

    def _do_tell(self, message: Message) -> None:
        self._services.answer(message["service"], message["value"])

    def _do_fail(self, message: Message) -> None:
        self._services.fail(message["service"], message["message"])

    def _do_sync(self, message: Message) -> None:
        """Nothing: the reply says that all that was sent before it has arrived."""

    def _is_idle(self) -> bool:
        return self._witness is not None and self._witness.idle.is_set()

    def _do_idle(self, message: Message) -> None:
        assert self._witness is not None
        self._witness.idle.wait()

    def _do_reset(self, message: Message) -> None:
        self._services.reset()
        self._app.dependency_overrides.clear()

    def _do_ping(self, message: Message) -> None:
        """Answer at all."""

    def _do_stacks(self, message: Message) -> Any:
        return stacks(self.learner, self._server.loop if self._server else None)

    def _do_openapi(self, message: Message) -> Any:
        return self._app.openapi()

    def _do_routes(self, message: Message) -> Any:
        return list(_routes(self._app, self._job.learner))

    def _do_go(self, message: Message) -> None:
        self._take_environment(message["environment"])
        self._go.set()

    def _do_stop(self, message: Message) -> None:
        assert self._server is not None
        self._server.stop()


def _routes(app: Any, learner: str) -> Any:
    """Method, path and place of every route that stands in the learner's files."""
    from fastapi.routing import iter_route_contexts

    for context in iter_route_contexts(app.routes):
        endpoint = getattr(context, "endpoint", None)
        code = getattr(_unwrapped(endpoint), "__code__", None)
        if code is None or not code.co_filename.startswith(learner):
            continue
        for method in sorted(getattr(context, "methods", None) or ()):
            yield {
                "method": method,
                "path": getattr(context, "path", ""),
                "file": code.co_filename,
                "line": code.co_firstlineno,
                "function": code.co_name,
            }


def _unwrapped(function: Any) -> Any:
    for _ in range(50):
        inner = getattr(function, "__wrapped__", None)
        if inner is None:
            return function
        function = inner
    return function


class _LogEvents(logging.Handler):
    """Every log record becomes an event, and a line on stderr from WARNING up."""

    def __init__(self, emit: Any, learner: Path) -> None:
        super().__init__()
        self._emit = emit
        self._learner = learner
        self._console = logging.StreamHandler()
        self._console.setLevel(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        theirs = record.pathname.startswith(str(self._learner))  # through whichever logger
        if record.name.startswith(("uvicorn", "asyncio")) and not theirs:
            return
        error = record.exc_info[1] if record.exc_info else None
        try:
            text = record.getMessage()[:4000]
        except Exception:  # wrong arguments: as the standard handlers, complain on stderr
            self.handleError(record)
            return
        self._emit(
            {
                "event": "logged",
                "level": record.levelname,
                "logger": record.name,
                "message": text,
                "error": describe(error, self._learner) if error else None,
                "caller": {"file": record.pathname, "line": record.lineno},
            }
        )
        if record.levelno >= self._console.level:
            self._console.handle(record)
