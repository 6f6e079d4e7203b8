"""``course update``: brings the installed course's newer texts into a workspace.

For each file there are three texts: the one it came from (:mod:`checker.origin`), the
learner's, and the newer one. What the learner did not touch is replaced; what the course
did not change is kept; else the two changes are merged, and where they meet in the same
lines the learner's file stays and the newer text lies beside it. Nothing is removed, and
each lesson's change is a state that ``course undo`` takes back.

What a file came from is written after the file, so a run that was killed is finished by
the next one. A merge is written down before it is made: merging twice could double it.
"""

from __future__ import annotations

import ast
import hashlib
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from packaging.version import InvalidVersion, Version

from checker import __version__, regular, storage
from checker.curriculum import Lesson
from checker.errors import CourseFault, UsageError
from checker.expect.places import MAX_FILE
from checker.regions import MarkedFile
from checker.workspace import Workspace, shipped, surroundings

Outcome = Literal["replaced", "kept", "merged", "new beside", "added"]


@dataclass(frozen=True)
class Entry:
    """What became of one file; ``beside`` is where its newer text lies, or "".

    Both are paths below the workspace. ``lesson`` is a number, 0 for none.
    """

    file: str
    outcome: Outcome
    beside: str = ""
    lesson: int = 0


@dataclass(frozen=True)
class Ledger:
    """An update: from which version (or "") to which, and what became of the files.

    A file that nobody changed is not in it.
    """

    old: str
    new: str
    entries: tuple[Entry, ...]

    @property
    def lessons(self) -> tuple[int, ...]:
        """The numbers of the lessons in which something was written."""
        changed = (e.lesson for e in self.entries if e.lesson and e.outcome != "kept")
        return tuple(dict.fromkeys(changed))

    @property
    def changed(self) -> bool:
        return any(entry.outcome != "kept" for entry in self.entries)

    def to_json(self) -> dict[str, Any]:
        files = [
            {"file": e.file, "outcome": e.outcome, "beside": e.beside or None} for e in self.entries
        ]
        return {"from": self.old or None, "to": self.new, "files": files}


@dataclass(frozen=True)
class _Mine:
    """A learner's file: its text, or None when it is missing or nothing to be written to."""

    text: str | None
    exists: bool
    newline: str = "\n"


@dataclass(frozen=True)
class _Change:
    """An entry, and what is to be written for it."""

    entry: Entry
    path: str = ""
    data: bytes = b""


def update(workspace: Workspace) -> Ledger:
    """Bring a workspace up to the installed course.

    Raises:
        UsageError: it is the course's own folder, or from a newer course, or it cannot be
            written to.
    """
    _require_older(workspace)
    with workspace.locked():
        old = workspace.origin.version
        _finish_merges(workspace)
        entries: list[Entry] = []
        for lesson in workspace.course.lessons:
            entries += _update_lesson(workspace, lesson)
        entries += _update_surroundings(workspace)
        workspace.origin.record(shipped(workspace.course), __version__)
        _journal(workspace).unlink(missing_ok=True)
    return Ledger(old, __version__, tuple(entries))


def _require_older(workspace: Workspace) -> None:
    root, old = workspace.root, workspace.origin.version
    if root == workspace.course.root or (root / "solutions").is_dir():
        raise UsageError(
            f"{root} is the course itself, not a workspace made by course init.",
            "Bring it up to date with: git pull",
        )
    try:
        newer = bool(old) and Version(old) > Version(__version__)
    except InvalidVersion:
        newer = False
    if newer:
        raise UsageError(
            f"This workspace is from version {old} of the course, and {__version__} is installed.",
            "Install the newer course, then run again: course update",
        )


def _update_lesson(workspace: Workspace, lesson: Lesson) -> list[Entry]:
    below = f"lessons/{lesson.id}"
    names = {f"{below}/{name}": text for name, text in lesson.texts.items()}
    found = [_decide(workspace, name, new, lesson.number) for name, new in names.items()]
    changes = [change for change in found if change is not None]
    files = {c.path.removeprefix(f"{below}/"): c.data for c in changes if c.path}
    if files:
        _announce_merges(workspace, changes, names)
        workspace.change(lesson, files, f"update to {__version__}", names)
    return [change.entry for change in changes]


def _update_surroundings(workspace: Workspace) -> list[Entry]:
    """Files outside of the lessons: only what nobody touched is replaced."""
    found = [_decide(workspace, name, new, 0) for name, new in surroundings().items()]
    changes = [change for change in found if change is not None]
    for change in changes:
        if change.path:
            storage.write(workspace.root / change.path, change.data)
    return [change.entry for change in changes]


def _decide(workspace: Workspace, name: str, new: str, lesson: int) -> _Change | None:
    """What to do with one file; None when there is nothing to do or to say."""
    base, mine = workspace.origin.text(name), _read(workspace.root / name)
    data = new.replace("\n", mine.newline).encode()
    if mine.text == new or (not mine.exists and base == new):
        return None
    if base == new:
        return _Change(Entry(name, "kept", lesson=lesson))
    if not mine.exists:
        return _Change(Entry(name, "added", lesson=lesson), name, data)
    if mine.text is not None and mine.text == base:
        return _Change(Entry(name, "replaced", lesson=lesson), name, data)
    merged = None
    if lesson and mine.text is not None and base is not None:
        merged = merge(base, mine.text, new)
    if merged is None:
        path = beside(name)
        return _Change(Entry(name, "new beside", path, lesson), path, new.encode())
    if merged == mine.text:
        return _Change(Entry(name, "kept", lesson=lesson))
    data = merged.replace("\n", mine.newline).encode()
    return _Change(Entry(name, "merged", lesson=lesson), name, data)


def beside(name: str) -> str:
    """Where a newer text lies: ``main.new.py`` beside ``main.py``."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.new{path.suffix}"))


def _read(path: Path) -> _Mine:
    """What history does not keep (a link, a huge file) has no text here: it is left alone."""
    exists = path.exists() or path.is_symlink()
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_FILE:
        return _Mine(None, exists)
    try:
        data = regular.own(path)
        newline = "\r\n" if b"\r\n" in data else "\n"
        return _Mine(data.decode("utf-8").replace("\r\n", "\n"), exists, newline)
    except (OSError, UnicodeDecodeError):
        return _Mine(None, exists)


# -- merging -------------------------------------------------------------------------------


def merge(base: str, mine: str, new: str) -> str | None:
    """Both changes to ``base`` in one text; None when they meet in the same lines.

    Also None when two sound texts would make one that is not: code that cannot be
    parsed, or a step's markers without their partners.
    """
    merged = _three_way(base, mine, new)
    if merged is None:
        return None
    return merged if _sound(merged) or not _sound(mine) else None


def _three_way(base: str, mine: str, new: str) -> str | None:
    """Git's own merge of three texts; None on a conflict, or where there is no git."""
    git = shutil.which("git")
    if git is None:
        return None
    with tempfile.TemporaryDirectory(prefix="course-") as folder:
        paths = [Path(folder, name) for name in ("mine", "base", "new")]
        for path, text in zip(paths, (mine, base, new), strict=True):
            path.write_bytes("".join(_lines(text)).encode())
        command = [git, "merge-file", "-p", *map(str, paths)]
        found = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return found.stdout.decode() if found.returncode == 0 else None


def _lines(text: str) -> list[str]:
    whole = text if text.endswith("\n") or not text else text + "\n"
    return whole.splitlines(keepends=True)


def _sound(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
        MarkedFile(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, CourseFault):
        return False
    return True


def _journal(workspace: Workspace) -> Path:
    return workspace.state / "base" / "merging.json"


def _announce_merges(
    workspace: Workspace, changes: list[_Change], names: Mapping[str, str]
) -> None:
    """Write down what is about to be merged: the result's digest, and its newer text."""
    merges = {
        c.path: {"result": hashlib.sha256(c.data).hexdigest(), "base": names[c.path]}
        for c in changes
        if c.entry.outcome == "merged"
    }
    if merges:
        storage.write_json(_journal(workspace), merges)


def _finish_merges(workspace: Workspace) -> None:
    """After a kill: files that were merged already come from the newer text now."""
    try:
        merges = storage.read_json(_journal(workspace))
        told = [(str(name), made["result"], str(made["base"])) for name, made in merges.items()]
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return
    for name, result, new in told:
        path = workspace.root / name
        if path.is_file() and hashlib.sha256(regular.own(path)).hexdigest() == result:
            workspace.origin.remember(name, new)
