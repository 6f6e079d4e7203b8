"""Where ``lessons.…`` is imported from, and the strings attached to given services.

A lesson's given modules come from the course; everything else below ``lessons`` comes
from the learner's folder, always from source, so that a stale or planted ``.pyc`` is
never read. Given services are wrapped when their module loads: each call is recorded,
and a gate can hold it until the judge lets go.
"""

from __future__ import annotations

import asyncio
import functools
import importlib.abc
import importlib.machinery
import inspect
import json
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from checker.host.wire import loads

Emit = Callable[[dict[str, Any]], None]
_UNSET: Any = object()


class Gate:
    """Holds callers, in threads and on event loops alike, until it is opened.

    Args:
        after: so many callers pass before the first is held.
    """

    def __init__(self, after: int = 0) -> None:
        self._passes = after
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._futures: list[asyncio.Future[None]] = []

    def open(self) -> None:
        with self._lock:
            self._event.set()
            waiting, self._futures = self._futures, []
        for future in waiting:
            future.get_loop().call_soon_threadsafe(_settle, future)

    def wait(self) -> None:
        if not self._passing():
            self._event.wait()

    def _passing(self) -> bool:
        with self._lock:
            self._passes -= 1
            return self._passes >= 0

    async def wait_async(self) -> None:
        if self._passing():
            return
        with self._lock:
            if self._event.is_set():
                return
            future = asyncio.get_running_loop().create_future()
            self._futures.append(future)
        await future


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


class Services:
    """The given functions that are recorded, gated, and told what to answer.

    Args:
        names: ``module.function`` or ``module.Class.method``.
        values: ``module.NAME`` to what it is set to when the module loads.
        emit: where events go.
        learner: the folder whose frames are the learner's.
    """

    def __init__(
        self, names: Sequence[str], values: dict[str, Any], emit: Emit, learner: Path
    ) -> None:
        self._names = names
        self._values = values
        self._emit = emit
        self._learner = str(learner)
        self._gates: dict[str, Gate] = {}
        self._answers: dict[str, Any] = {}
        self._failures: dict[str, str] = {}
        self._given: dict[str, dict[str, Any]] = {}
        self.server_loop: asyncio.AbstractEventLoop | None = None

    def hold(self, name: str, after: int = 0) -> None:
        self._gates.setdefault(name, Gate(after))

    def release(self, name: str) -> None:
        gate = self._gates.pop(name, None)
        if gate:
            gate.open()

    def answer(self, name: str, value: Any) -> None:
        self._answers[name] = value

    def fail(self, name: str, message: str) -> None:
        self._failures[name] = message

    def reset(self) -> None:
        """Forget answers and failures, open every gate."""
        self._answers.clear()
        self._failures.clear()
        for name in list(self._gates):
            self.release(name)

    def attach(self, module: ModuleType, short: str) -> None:
        """Set the values of a module that has just loaded, and wrap its services."""
        for name, value in self._values.items():
            if name.rpartition(".")[0] == short:
                setattr(module, name.rpartition(".")[2], value)
        for name in self._names:
            if name.startswith(f"{short}."):
                *path, last = name[len(short) + 1 :].split(".")
                owner = functools.reduce(getattr, path, module)
                setattr(owner, last, self.wrap(name, getattr(owner, last)))
        self._given[short] = dict(vars(module))

    def replace(self, short: str, name: str, module: ModuleType, value: Any) -> None:
        """Put something else into a module, on the judge's behalf."""
        setattr(module, name, value)
        if short in self._given:
            self._given[short][name] = value

    def is_as_given(self, short: str, name: str, value: Any) -> bool:
        """Whether a function of a given module is still the one that was loaded."""
        return short not in self._given or self._given[short].get(name) is value

    def wrap(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, recorded and gated under this name.

        A call that the function itself would refuse is no call: it raises what the
        function raises, and nothing is recorded.
        """
        signature = _signature(function)
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def call_async(*args: Any, **kwargs: Any) -> Any:
                if not _fits(signature, args, kwargs):
                    return await function(*args, **kwargs)
                self._record("called", name, args, kwargs)
                gate = self._gates.get(name)
                if gate:
                    await gate.wait_async()
                value = self._told(name)
                value = await function(*args, **kwargs) if value is _UNSET else value
                self._record("returned", name, args, kwargs)
                return value

            return call_async

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            if not _fits(signature, args, kwargs):
                return function(*args, **kwargs)
            self._record("called", name, args, kwargs)
            gate = self._gates.get(name)
            if gate:
                gate.wait()
            value = self._told(name)
            value = function(*args, **kwargs) if value is _UNSET else value
            self._record("returned", name, args, kwargs)
            return value

        return call

    def _told(self, name: str) -> Any:
        if name in self._failures:
            raise RuntimeError(self._failures[name])
        return self._answers.get(name, _UNSET)

    def _record(self, what: str, name: str, args: Any, kwargs: Any) -> None:
        loop = asyncio._get_running_loop()
        self._emit(
            {
                "event": what,
                "name": name,
                "args": [jsonable(arg, MAX_ARGUMENT) for arg in args[:20]],
                "kwargs": {k: jsonable(v, MAX_ARGUMENT) for k, v in list(kwargs.items())[:20]},
                "on_server_loop": loop is not None and loop is self.server_loop,
                "caller": self._caller(),
            }
        )

    def _caller(self) -> dict[str, Any] | None:
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            code = frame.f_code
            if code.co_filename.startswith(self._learner):
                found = {"file": code.co_filename, "line": frame.f_lineno}
                return found | {"function": code.co_name}
            frame = frame.f_back
        return None


def _signature(function: Callable[..., Any]) -> inspect.Signature | None:
    """What it may be called with, or None where Python cannot tell (some of C's)."""
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def _fits(signature: inspect.Signature | None, args: Any, kwargs: Any) -> bool:
    """Whether a function of this signature takes these values."""
    try:
        return signature is None or signature.bind(*args, **kwargs) is not None
    except TypeError:
        return False


MAX_ARGUMENT = 100_000
MAX_VALUE = 2_000_000
"""Characters of JSON that one value may take."""


def jsonable(value: Any, most: int = MAX_VALUE) -> Any:
    """The value as the other end may read it, else its ``repr``, cut to 2,000 characters.

    Cut are values that JSON has no words for (NaN is one), and those too long or too
    deep to be sent.
    """
    if _is_plain(value):
        return value
    try:
        text = json.dumps(value, allow_nan=False)
        if len(text) <= most:
            return loads(text)
    except Exception:
        pass
    try:
        return repr(value)[:2000]
    except Exception:
        return f"<{type(value).__name__}>"


def _is_plain(value: Any) -> bool:
    """Whether JSON surely has words for it, and few."""
    if type(value) is str:
        return len(value) <= 100
    return value is None or type(value) is bool or (type(value) is int and abs(value) < 2**53)


class _SourceLoader(importlib.machinery.SourceFileLoader):
    """Compiles the source every time; neither reads nor writes byte code."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class _GivenLoader(_SourceLoader):
    def __init__(self, fullname: str, path: str, short: str, services: Services) -> None:
        super().__init__(fullname, path)
        self._short = short
        self._services = services

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        self._services.attach(module, self._short)


class LessonFinder(importlib.abc.MetaPathFinder):
    """Finds ``lessons`` and all below it; hides ``solutions``.

    Args:
        lesson: the lesson's package, such as ``lesson1_core_concepts``.
        learner: the learner's folder of that lesson.
        course: the folder that the given modules are loaded from.
        given: the names of the given modules, such as ``store`` or ``api.paging``.
    """

    def __init__(
        self, lesson: str, learner: Path, course: Path, given: Sequence[str], services: Services
    ) -> None:
        self._package = f"lessons.{lesson}"
        self._learner = learner
        self._course = course
        self._given = given
        self._services = services

    def find_spec(
        self, name: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name == "lessons":
            return _namespace(name, self._learner.parent)
        if name == "solutions" or name.startswith("solutions."):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if name == self._package:
            return self._module(name, self._course / "__init__.py", package=self._learner)
        if name.startswith(f"{self._package}."):
            return self._below(name, name[len(self._package) + 1 :])
        if name.startswith("lessons."):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

    def _below(self, name: str, short: str) -> importlib.machinery.ModuleSpec | None:
        relative = Path(*short.split("."))
        if short in self._given:
            file = self._course / relative.with_suffix(".py")
            loader = _GivenLoader(name, str(file), short, self._services)
            return importlib.machinery.ModuleSpec(name, loader, origin=str(file))
        folder = self._learner / relative
        for root in (self._course, self._learner):  # the course's own packages first
            if (root / relative / "__init__.py").is_file():
                return self._module(name, root / relative / "__init__.py", package=folder)
        if folder.with_suffix(".py").is_file():
            return self._module(name, folder.with_suffix(".py"))
        return _namespace(name, folder) if folder.is_dir() else None

    def _module(
        self, name: str, file: Path, package: Path | None = None
    ) -> importlib.machinery.ModuleSpec:
        loader = _SourceLoader(name, str(file))
        spec = importlib.machinery.ModuleSpec(
            name, loader, origin=str(file), is_package=package is not None
        )
        spec.has_location = True
        if package is not None:
            spec.submodule_search_locations = [str(package)]
        return spec


def _namespace(name: str, folder: Path) -> importlib.machinery.ModuleSpec:
    spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    return spec
