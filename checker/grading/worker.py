"""The process that takes in and judges one submission after the other.

It reads orders from stdin, each a JSON line and an archive's bytes, and writes verdicts to
stdout, a JSON line each. In a sandbox it has no network and sees the course and Python, so
that neither an archive nor a link that a program plants for the judge to follow leads to
anything else, nor to another submission.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from checker import plain
from checker.confined import SandboxLauncher
from checker.curriculum import Course, Lesson
from checker.expect.places import MAX_FILE
from checker.grading.grade import complete, empty
from checker.grading.layout import EMPTY, LOOK, take, unfold
from checker.grading.unpacking import Refused, is_machines
from checker.launcher import Launcher, launcher
from checker.preload import PRELOAD
from checker.regular import read
from checker.removal import remove
from checker.report import Report

ROOM = 2**20
"""Bytes that have to be free after a judging."""
MACHINES = (
    "Make room where temporary files go (TMPDIR), then run the same command again. Whoever ends "
    "so each time fills the disk themselves: look at their code, or judge it in a sandbox, which "
    "sets a limit."
)


@dataclass(frozen=True)
class Order:
    """The lessons that are judged, by id, and what follows: ``size`` bytes of an archive.

    ``kind`` is the archive's ending.
    """

    kind: str
    size: int
    lessons: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """``report`` is None when there is none, and ``problem`` says why.

    ``final``: the same submission would get the same verdict another time. ``remedy``:
    what an instructor can do about the problem. ``contents``: what each lesson in it is
    known again by, judged or not.
    """

    report: Report | None
    problem: str = ""
    notes: tuple[str, ...] = ()
    final: bool = True
    remedy: str = ""
    contents: dict[str, str] = field(default_factory=dict)


ORDERS, VERDICTS = TypeAdapter(Order), TypeAdapter(Verdict)


def main(root: str, base: str, sandboxed: bool) -> None:
    """Serve orders until stdin ends.

    Args:
        root: the folder with ``lessons/`` and ``solutions/``.
        base: an empty folder to work in, with an empty folder ``runs`` in it.
    """
    import checker.runner  # noqa: F401 so that no submission waits for it

    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever else prints does not get in between
    worker = _Worker(Course(Path(root)), Path(base), sandboxed)
    orders = sys.stdin.buffer
    for line in iter(orders.readline, b""):
        order = ORDERS.validate_json(line)
        answers.write(VERDICTS.dump_json(worker.judge(order, orders.read(order.size))) + b"\n")


class _Worker:
    def __init__(self, course: Course, base: Path, sandboxed: bool) -> None:
        self._course = course
        self._base = base
        self._runs = base / "runs"
        self._shared = None if sandboxed else launcher(PRELOAD)

    def judge(self, order: Order, data: bytes) -> Verdict:
        lessons = [self._course.lesson(name) for name in order.lessons]
        place = Path(tempfile.mkdtemp(dir=self._base))
        try:
            archive = place / f"submission{order.kind}"
            archive.write_bytes(data)
            verdict = self._judge(archive, lessons, place)
            _require_room(place)
            return verdict
        except Refused as refused:
            return Verdict(None, f"It cannot be taken in: {refused}.", remedy=refused.remedy)
        except Exception as error:
            if is_machines(error):
                return broken(error)
            told = plain.line(f"It could not be judged: {type(error).__name__}: {error}", 500)
            return Verdict(None, told, final=False)
        finally:
            remove(place)
            for left in self._runs.iterdir():
                remove(left)

    def _judge(self, archive: Path, lessons: Sequence[Lesson], place: Path) -> Verdict:
        workspace = place / "workspace"
        workspace.mkdir()
        from checker.runner import check  # brings pytest, which no grader needs

        taken = take(self._course, unfold(self._course, archive, place), workspace)
        if not taken.lessons:
            raise Refused(EMPTY, LOOK)
        contents = {name: digest(workspace / "lessons" / name) for name in taken.lessons}
        there = [lesson for lesson in lessons if lesson.id in taken.lessons]
        report = empty(lessons)
        if there:
            with self._hosts(workspace, place / "given") as hosts:
                report = check(self._course, workspace, there, hosts=hosts)
        return Verdict(complete(report, lessons, ""), notes=taken.notes, contents=contents)

    @contextmanager
    def _hosts(self, workspace: Path, place: Path) -> Iterator[Launcher]:
        if self._shared is not None:
            yield self._shared
            return
        # Laid anew each time: whatever a program finds to damage there is its own.
        given = _lay_given(self._course, place)
        solutions = self._course.root / "solutions"
        with SandboxLauncher(PRELOAD, workspace, given, solutions, self._runs) as hosts:
            yield hosts


def digest(folder: Path) -> str:
    """What the files of a lesson are known again by: 32 hexadecimal digits."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data, _ = read(path, MAX_FILE)
        name = os.fsencode(path.relative_to(folder).as_posix())
        # Lengths in front, so that no two lists of files are the same bytes.
        found.update(b"%d %d " % (len(name), len(data)) + name + data)
    return found.hexdigest()[:32]


def broken(error: BaseException) -> Verdict:
    """No verdict, for this machine is at fault."""
    why = (getattr(error, "strerror", None) or str(error)).lower()
    return Verdict(None, f"It could not be judged: {why}.", final=False, remedy=MACHINES)


def _require_room(folder: Path) -> None:
    """Raises OSError: the disk is full, so that a program may have failed for that alone."""
    if shutil.disk_usage(folder).free < ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _lay_given(course: Course, folder: Path) -> Path:
    """What learners are given, as the solutions have it, and nothing that is the learner's."""
    for lesson in course.lessons:
        for name in lesson.given_files:
            path = folder / lesson.id / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(lesson.shipped[name], "utf-8")
    return folder
