"""Finds the line in the learner's files that a failure is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_FILE = 1_000_000
_EXIT = re.compile(r"\b(os\._exit|sys\.exit|os\.abort|os\.kill|exit|quit)\s*\(")


@dataclass(frozen=True)
class Place:
    """``file`` is relative to the workspace, with ``/``; ``what`` names the function."""

    file: str = ""
    line: int | None = None
    what: str = ""


def read(path: Path) -> str:
    """A learner's file as text, whatever is in it; "" when it cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_FILE:
            return ""
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


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
        line = told.get("line")
        line = line if isinstance(line, int) and line > 0 else None
        try:
            file = Path(told["file"]).relative_to(self._workspace).as_posix()
        except ValueError:
            return Place()
        what = str(told.get("function") or "")
        return Place(file, line, "" if what.startswith("<") else what[:80])

    def step(self, step_id: str, file: str = "") -> Place:
        """Where the step's region begins, or its TODO stands, or the file's top.

        In ``file`` if that is given, else in the first file that has one.
        """
        pattern = re.compile(rf"#\s*(region|TODO)\s+{re.escape(step_id)}\b")
        found = self._search(pattern, [file] if file else self._files)
        return found or Place(self._relative(file or self._files[0]), 1)

    def leaving(self) -> Place:
        """A line that may have ended the process."""
        return self._search(_EXIT, self._files) or Place()

    def _search(self, pattern: re.Pattern[str], files: Sequence[str]) -> Place | None:
        for name in files:
            for number, line in enumerate(read(self._folder / name).splitlines(), 1):
                code = line if "#" in pattern.pattern else line.partition("#")[0]
                if pattern.search(code):
                    return Place(self._relative(name), number)
        return None

    def _relative(self, name: str) -> str:
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
    for found in routes:
        if isinstance(found, dict) and isinstance(found.get("path"), str):
            parts = re.split(r"(\{[^}]*\})", found["path"])
            pattern = "".join(_part(part) for part in parts)
            if re.fullmatch(pattern, path):
                yield found


def _part(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return ".*" if part.endswith(":path}") else "[^/]+"
