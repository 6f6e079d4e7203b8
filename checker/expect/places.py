"""Finds the line in the learner's files that a failure is about."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker import regular
from checker.expect import source

MAX_FILE = 1_000_000
MAX_ROUTES = 500
MAX_ROUTE = 300
MAX_PARAMETERS = 3
"""Bounds of what is looked at: how many routes, how long a path, how many parameters
that a part of it (or all of it, when they take slashes) may have."""
_EXIT = re.compile(r"\b(os\._exit|sys\.exit|os\.abort|os\.kill|exit|quit)\s*\(")


@dataclass(frozen=True)
class Place:
    """``file`` is relative to the workspace, with ``/``; ``what`` names the function."""

    file: str = ""
    line: int | None = None
    what: str = ""


def read(path: Path) -> str:
    """A learner's file as text, its lines ended as Python sees them; "" when it cannot be read."""
    text = data(path).decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def data(path: Path) -> bytes:
    """A learner's file, whatever is in its place; b"" when it cannot be read, or is too large."""
    try:
        return regular.own(path, MAX_FILE)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return b""


class Places:
    """Places in one lesson of one workspace.

    Args:
        workspace: the folder that places are relative to.
        folder: the learner's folder of the lesson.
        files: the files the learner edits, below that folder.
    """

    def __init__(self, workspace: Path, folder: Path, files: Sequence[str]) -> None:
        self._workspace = workspace
        self._folder = folder
        self._files = files

    def of(self, told: Any) -> Place:
        """From what a host said: ``{"file", "line", "function"}``. It may be a lie."""
        if not isinstance(told, dict) or not isinstance(told.get("file"), str):
            return Place()
        path = Path(told["file"])
        if ".." in path.parts or not path.is_relative_to(self._folder):
            return Place()
        line = told.get("line")
        if not isinstance(line, int) or not 0 < line <= len(read(path).split("\n")):
            line = None
        what = str(told.get("function") or "")
        return Place(self._relative(path), line, "" if what.startswith("<") else what[:80])

    @property
    def main(self) -> str:
        """The first of the files, relative to the workspace."""
        return self._relative(self._files[0])

    def data(self, place: Place) -> bytes:
        """The bytes of the file of a place, or of the first file."""
        return data(self._workspace / (place.file or self.main))

    def text(self, place: Place) -> str:
        """The line of a place, as it stands in the file."""
        lines = read(self._workspace / place.file).split("\n") if place.line else []
        return lines[place.line - 1] if place.line and place.line <= len(lines) else ""

    def applications(self) -> list[Place]:
        """Where the first file makes its ``app`` with FastAPI(…): each such line."""
        return [Place(self.main, line) for line in source.applications(self.source())]

    def source(self, place: Place | None = None) -> str:
        """The text of a place's file, or of the first file."""
        return read(self._workspace / (place.file if place and place.file else self.main))

    def assigned(self, name: str) -> Place:
        """Where a name gets its value at the top level of a file, the last time."""
        pattern = re.compile(rf"^(?:{re.escape(name)}\s*[:=]|(?:async )?def {re.escape(name)}\b)")
        return self._search(pattern, self._files, last=True) or Place(self.main)

    def modules(self, given: Iterable[str]) -> list[str]:
        """The first parts of the names of the lesson's own modules, and of those it is given."""
        names = [*given, *(name.removesuffix(".py").replace("/", ".") for name in self._files)]
        return sorted({name.partition(".")[0] for name in names})

    def depth(self, place: Place) -> int:
        """How many folders below the lesson's own the file of a place is."""
        path = self._workspace / (place.file or self.main)
        inside = path.is_relative_to(self._folder)
        return len(path.relative_to(self._folder).parts) - 1 if inside else 0

    def lifespan(self, yields: bool = False) -> Place | None:
        """Where the function stands that the app has as its lifespan, or its ``yield``."""
        text = self.source()
        line = source.lifespan(text)
        if line is None:
            return None
        return Place(self.main, source.yields(text, line) if yields else line)

    def step(self, step_id: str, file: str = "") -> Place:
        """Where the step's region begins, or its TODO stands, or the file's top.

        In ``file`` if that is given, else in the first file that has one: of those with
        routes, if there are any.
        """
        pattern = re.compile(rf"#\s*(region|TODO)\s+{re.escape(step_id)}\b")
        found = self._search(pattern, [file] if file else self._routing)
        found = found or self._search(pattern, [file] if file else self._files)
        return found or Place(self._relative(file or self._files[0]), 1)

    def function(self, name: str) -> Place | None:
        """The line of ``def name``, or None where the learner's files have none."""
        found = self._search(re.compile(rf"\bdef\s+{re.escape(name)}\b"), self._files)
        return Place(found.file, found.line, name) if found else None

    def unawaited(self, names: Sequence[str]) -> Place | None:
        """Where one of these is called and let go of, without ``await``; ``what`` is its name."""
        for file, name in itertools.product(self._files, names):
            line = source.unawaited(read(self._folder / file), name)
            if line is not None:
                return Place(self._relative(file), line, name)
        return None

    def called(self, names: Sequence[str], file: str) -> Place | None:
        """Where a file calls one of these: see :func:`checker.expect.source.called`."""
        line = source.called(read(self._folder / file), names)
        return None if line is None else Place(self._relative(file), line)

    def stopped(self, place: Place) -> Place:
        """The breakpoint() behind which the debugger stood at a place; or the place itself."""
        lines = source.breakpoints(self.source(place))
        before = [line for line in lines if place.line is None or line <= place.line]
        found = (before or lines)[-1:]
        return Place(place.file or self.main, found[0], place.what) if found else place

    def leaving(self) -> Place:
        """A line that may have ended the process."""
        return self._search(_EXIT, self._files) or Place()

    @property
    def _routing(self) -> list[str]:
        """The files in which routes can be made."""
        made = re.compile(r"\b(?:APIRouter|FastAPI)\(")
        return [name for name in self._files if made.search(read(self._folder / name))]

    def _search(
        self, pattern: re.Pattern[str], files: Sequence[str], last: bool = False
    ) -> Place | None:
        found = None
        for name in files:
            for number, line in enumerate(read(self._folder / name).split("\n"), 1):
                code = line if "#" in pattern.pattern else line.partition("#")[0]
                if pattern.search(code) and (last or found is None):
                    found = Place(self._relative(name), number)
        return found

    def _relative(self, name: str | Path) -> str:
        return (self._folder / name).relative_to(self._workspace).as_posix()


def route(routes: Iterable[Any], method: str, path: str) -> dict[str, Any] | None:
    """The learner's route that answers this request, as the host listed it."""
    path = path.partition("?")[0]
    for found in _matching(routes, path):
        if found.get("method") == method:
            return found
    return None


def methods(routes: Iterable[Any], path: str) -> list[str]:
    """The methods that exist on a path."""
    return sorted({str(r.get("method")) for r in _matching(routes, path.partition("?")[0])})


def _matching(routes: Iterable[Any], path: str) -> Iterable[dict[str, Any]]:
    for found in itertools.islice(routes, MAX_ROUTES):
        if isinstance(found, dict) and _is_simple(found.get("path")):
            parts = re.split(r"(\{[^}]*\})", found["path"])
            pattern = "".join(_part(part) for part in parts)
            if re.fullmatch(pattern, path):
                yield found


def _is_simple(path: Any) -> bool:
    """Whether matching takes no time to speak of, whatever the path was made for."""
    if not isinstance(path, str) or len(path) > MAX_ROUTE or path.count(":path}") > MAX_PARAMETERS:
        return False
    return all(part.count("{") <= MAX_PARAMETERS for part in path.split("/"))


def _part(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return ".*" if part.endswith(":path}") else "[^/]+"
