"""Finds the lessons in what a learner handed in, wherever they lie in it."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from checker.curriculum import Course, Lesson
from checker.expect.places import MAX_FILE, read
from checker.grading.submissions import archive_ending
from checker.grading.unpacking import is_machines, unpack

MAX_DEPTH = 5
MAX_FOLDERS = 5_000
MAX_TAKEN = 300
"""Bounds: how deep and how widely is searched, and the files taken of one lesson."""
EMPTY = "no lesson was found in it"
LOOK = "Look at what they handed in: lessons are known by the names of their folders."
GIT = ".git"
"""A clone's history, or a link to one: no part of what is handed in."""
_ELSEWHERE = {"solutions", "node_modules", "__MACOSX", "__pycache__", "site-packages"}
_STEP = re.compile(r"^# (?:region|TODO) (\d+)\.\d+", re.MULTILINE)


@dataclass(frozen=True)
class Taken:
    """``lessons``: ids of those that were found; ``notes``: what was left out, and why."""

    lessons: tuple[str, ...]
    notes: tuple[str, ...]


class Entry(NamedTuple):
    """A file of a lesson. ``name`` is where a workspace has it, with slashes."""

    name: str
    path: str


@dataclass(frozen=True)
class Finds:
    """``folders`` and ``entries`` of the lessons that were found, ``notes`` on the rest."""

    lessons: tuple[str, ...]
    folders: tuple[str, ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]


def look(course: Course, handed_in: Path) -> Finds:
    """See what there is of each lesson, and read no more of it than is needed for that.

    A whole repository, only ``lessons/``, only one lesson's folder (or what is in it), and
    any of these some folders further down are understood. Links are not followed.

    Raises:
        OSError: a folder cannot be looked into. A lesson may lie there.
    """
    shelf = _Shelf()
    found = _locate(course, str(handed_in), shelf)
    seen: list[Entry | str] = []
    folders: list[str] = []
    for lesson, folder in found.items():
        seen += _seen(shelf, folder, f"lessons/{lesson}", folders)
    entries = tuple(one for one in seen if isinstance(one, Entry))
    notes = tuple(one for one in seen if isinstance(one, str))
    return Finds(tuple(found), tuple(folders), entries, notes)


def take(course: Course, handed_in: Path, workspace: Path) -> Taken:
    """Copy each lesson's files to where a workspace has them.

    Raises:
        OSError: this machine is at fault; what is wrong with one file is only noted.
    """
    finds = look(course, handed_in)
    notes = list(finds.notes)
    for folder in finds.folders:
        (workspace / folder).mkdir(parents=True, exist_ok=True)
    for entry in finds.entries:
        try:
            shutil.copyfile(entry.path, workspace / entry.name, follow_symlinks=False)
        except OSError as error:
            if is_machines(error):
                raise
            notes.append(left_out(entry.name, error))
    return Taken(finds.lessons, tuple(notes))


def only_archive(folder: Path) -> Path | None:
    """The one archive in a folder: a download of Moodle has a folder around each.

    None where there is no archive, or several: nobody can say which one is meant.
    """
    shelf = _Shelf()
    found = [
        Path(entry.path)
        for inner in shelf.folders(str(folder))
        for entry in shelf.files(inner.path)
        if archive_ending(entry.name)
        and not entry.name.startswith(".")
        and entry.is_file(follow_symlinks=False)
    ]
    return found[0] if len(found) == 1 else None


def unfold(course: Course, archive: Path, place: Path) -> Path:
    """Unpack an archive below ``place``; gives the folder where its lessons are looked for.

    Where it has no lesson and one archive, that is unpacked too, and none that is in it.

    Raises:
        Refused: one of them cannot be unpacked.
        OSError: this machine is at fault.
    """
    outer, inner = place / "unpacked", place / "inner"
    outer.mkdir()
    unpack(archive, outer)
    found = None if look(course, outer).lessons else only_archive(outer)
    if found is None:
        return outer
    inner.mkdir()
    unpack(found, inner)
    return inner


def left_out(name: str, why: str | OSError) -> str:
    """The note on a file that was not taken."""
    if isinstance(why, OSError):
        why = (why.strerror or "it cannot be read").lower()
    return f"{name.removeprefix('lessons/')} was left out: {why}"


@dataclass(frozen=True)
class _Folder:
    """``below``: the names from where the search began down to it."""

    path: str
    below: tuple[str, ...] = ()


class _Shelf:
    """Lists folders, each once. Paths are plain text here: a class has tens of thousands."""

    def __init__(self) -> None:
        self._listed: dict[str, tuple[list[str], list[os.DirEntry[str]]]] = {}

    def folders(self, root: str) -> Iterator[_Folder]:
        """The root and the folders below, the upper ones first."""
        level = [_Folder(root)]
        seen = 0
        for _ in range(MAX_DEPTH):
            for folder in level:
                seen += 1
                if seen > MAX_FOLDERS:
                    return
                yield folder
            level = [
                _Folder(f"{folder.path}/{name}", (*folder.below, name))
                for folder in level
                for name in self._list(folder.path)[0]
            ]

    def files(self, folder: str) -> list[os.DirEntry[str]]:
        """What is no folder, by name; of very many, more than are taken."""
        return self._list(folder)[1]

    def _list(self, folder: str) -> tuple[list[str], list[os.DirEntry[str]]]:
        if folder not in self._listed:
            self._listed[folder] = _listed(folder)
        return self._listed[folder]


def _listed(folder: str) -> tuple[list[str], list[os.DirEntry[str]]]:
    folders: list[str] = []
    files: list[os.DirEntry[str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == GIT:
                continue
            if not entry.is_dir(follow_symlinks=False):
                files.append(entry)
            elif not entry.name.startswith(".") and entry.name not in _ELSEWHERE:
                folders.append(entry.name)
    files.sort(key=lambda entry: entry.name)
    return sorted(folders), files[: MAX_TAKEN + 1]


def _locate(course: Course, root: str, shelf: _Shelf) -> dict[str, str]:
    """The folder of each lesson that is there, by the lesson's id, in the course's order."""
    ids = {lesson.id for lesson in course.lessons}
    found: dict[str, str] = {}
    loose: list[str] = []
    for folder in shelf.folders(root):
        name = folder.below[-1] if folder.below else Path(root).name
        if name in ids and name not in found:
            found[name] = folder.path
        elif ids.isdisjoint(folder.below):
            loose.append(folder.path)
    if not found:
        found = {i: folder for folder in reversed(loose) if (i := _unnamed(course, folder))}
    return {lesson.id: found[lesson.id] for lesson in course.lessons if lesson.id in found}


def _unnamed(course: Course, folder: str) -> str:
    """The id of the lesson whose files lie in a folder with another name, or ""."""
    main = Path(folder, "main.py")
    if main.is_symlink():
        return ""
    numbers = set(_STEP.findall(read(main)))
    mine = [lesson.id for lesson in course.lessons if str(lesson.number) in numbers]
    return mine[0] if len(mine) == 1 and len(numbers) == 1 else ""


def _seen(shelf: _Shelf, folder: str, name: str, folders: list[str]) -> Iterator[Entry | str]:
    """What a lesson's folder holds, and a note on each thing that is left out."""
    taken = 0
    for inner in shelf.folders(folder):
        below = "/".join((name, *inner.below))
        folders.append(below)
        for entry in shelf.files(inner.path):
            taken += 1
            if taken > MAX_TAKEN:
                called = folder.rpartition("/")[2]
                yield f"{called} has more than {MAX_TAKEN} files; the rest was left out"
                return
            shown = f"{below}/{entry.name}"
            why = _unfit(entry)
            yield left_out(shown, why) if why else Entry(shown, entry.path)


def _unfit(entry: os.DirEntry[str]) -> str:
    """Why a file cannot be taken, or ""."""
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError as error:
        return (error.strerror or "it cannot be read").lower()
    if stat.S_ISLNK(found.st_mode):
        return "it is a link"
    if not stat.S_ISREG(found.st_mode):
        return "it is no regular file"
    if found.st_size > MAX_FILE:
        return f"it has more than {MAX_FILE // 10**6} MB"
    return ""


def lesson_ids(course: Course, names: list[str]) -> list[Lesson]:
    """The lessons with these names, in the course's order; all for none."""
    wanted = {course.lesson(name).id for name in names}
    return [lesson for lesson in course.lessons if not wanted or lesson.id in wanted]
