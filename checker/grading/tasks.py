"""The unit of work that an executor spreads: one submission's bytes in, its verdict out.

A task is the same on this machine and on a cluster. It carries all that is handed in, and
nothing that is not data; what comes back is JSON that is validated here.
"""

from __future__ import annotations

import atexit
import hashlib
import platform
import threading
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from checker import __version__
from checker.curriculum import bundled
from checker.expect.times import Times
from checker.grading.worker import VERDICTS, Order, Verdict
from checker.grading.workers import Workers
from checker.sandbox import PACKAGE, missing
from checker.watcher import Bounds

_JUDGING = ("fastapi", "pydantic", "pytest", "sqlalchemy", "starlette", "uvicorn")
_SAME = "Install the same course on all machines, then run the same command again."
_workers: dict[bool, Workers] = {}
_lock = threading.Lock()
_ended = threading.Event()


@dataclass(frozen=True)
class Task:
    """One submission.

    Args:
        course: the digest of the course that judges; see :func:`digest`.
        kind: the ending of the archive that ``data`` is.
        lessons: ids of those that are judged.
    """

    course: str
    kind: str
    data: bytes
    lessons: tuple[str, ...]
    sandboxed: bool


def judge(task: Task) -> bytes:
    """The verdict on a task, as JSON (:data:`checker.grading.worker.VERDICTS`)."""
    return VERDICTS.dump_json(_judge(task))


def _judge(task: Task) -> Verdict:
    why = unfit(task.course, task.sandboxed)
    if why:
        why = f"It could not be judged on {platform.node()}: {why}."
        return Verdict(None, why, final=False, remedy=_SAME)
    order = Order(task.kind, len(task.data), task.lessons)
    return _at_work(task.sandboxed).judge(order, task.data)


def unfit(course: str, sandboxed: bool) -> str:
    """Why this machine cannot judge for a course with that digest, or ""."""
    if course != digest():
        return f"it has another course or other libraries than you (course {__version__})"
    return f"it has no sandbox: {missing()}" if sandboxed and missing() else ""


def _at_work(sandboxed: bool) -> Workers:
    with _lock:
        if _ended.is_set():
            raise CancelledError
        if sandboxed not in _workers:
            _workers[sandboxed] = Workers(bundled(), sandboxed)
        return _workers[sandboxed]


def begin() -> None:
    """Take tasks again, after :func:`end`."""
    _ended.clear()


@atexit.register
def end() -> None:
    """End all worker processes of this process, also those that are judging."""
    _ended.set()
    with _lock:
        ended = list(_workers.values())
        _workers.clear()
    for workers in ended:
        workers.end()


@lru_cache(maxsize=1)
def digest() -> str:
    """Names everything that a verdict depends on beside the submission: 16 hexadecimal digits.

    That is the checker, the solutions, Python, the libraries and the limits.
    """
    root = bundled().root
    found = hashlib.sha256(f"{Times()} {Bounds()} {platform.python_version()}".encode())
    for name in _JUDGING:
        found.update(f"{name} {version(name)} ".encode())
    sources = [*_sources(PACKAGE), *_sources(root / "solutions")]
    for path in sorted([*sources, *(root / "lessons").glob("*/lesson.toml")]):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def _sources(folder: Path) -> list[Path]:
    return [path for ending in ("py", "toml", "json") for path in folder.rglob(f"*.{ending}")]
