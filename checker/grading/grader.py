"""Judges many submissions at once, in worker processes; one sandbox a submission."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import tempfile
import threading
import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

from checker.curriculum import Course, Lesson
from checker.grading.grade import Grade
from checker.grading.submissions import Submission
from checker.grading.worker import VERDICTS, Verdict, order
from checker.launcher import python
from checker.removal import remove
from checker.sandbox import PACKAGE, View, outer

BASE = Path("/grading")
"""Where a sandboxed worker works: in memory, seen by nobody else."""
WORK = 256 * 1024**2
RUNS = 256 * 1024**2
"""Bytes for a submission's files as they were handed in, and for what its code writes."""
PATIENCE = 90.0
"""Seconds a lesson may take, its start and end included, before its worker is given up."""
MAX_ANSWER = 50_000_000


class Grader:
    """Judges submissions of one folder.

    Args:
        folder: they are all in it.
        lessons: what is judged of each.
        sandboxed: whether strangers' code runs in a sandbox. Ask
            :func:`checker.sandbox.require` first.
        workers: how many at once; by default one a core.
    """

    def __init__(
        self,
        course: Course,
        folder: Path,
        lessons: Sequence[Lesson],
        sandboxed: bool = True,
        workers: int | None = None,
    ) -> None:
        self._course = course
        self._folder = folder.resolve()
        self._lessons = lessons
        self._sandboxed = sandboxed
        self._count = workers or os.cpu_count() or 1
        self._workers: list[_Process] = []
        self._free: SimpleQueue[_Process] = SimpleQueue()
        self._stopped = threading.Event()

    def grade(self, submissions: Sequence[Submission]) -> Generator[Grade, None, None]:
        """Grades, as they are ready. Closing the iterator ends all that is under way."""
        count = min(self._count, len(submissions))
        with ThreadPoolExecutor(count) as pool:
            try:
                self._begin(count)
                futures = [pool.submit(self._grade, submission) for submission in submissions]
                for done in as_completed(futures):
                    yield done.result()
            finally:
                self._stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                for worker in self._workers:
                    worker.end()

    def _begin(self, count: int) -> None:
        for _ in range(count):
            worker = _Process(self._course, self._folder, self._sandboxed)
            self._workers.append(worker)
            self._free.put(worker)

    def _grade(self, submission: Submission) -> Grade:
        worker = self._free.get()
        try:
            verdict = worker.judge(submission, self._lessons, self._stopped)
        finally:
            if self._stopped.is_set():
                worker.end()
            self._free.put(worker)
        most = sum(lesson.max_points for lesson in self._lessons)
        return Grade(
            submission.learner,
            str(submission.path),
            most,
            verdict.report,
            verdict.problem,
            verdict.notes,
        )


class _Process:
    """One worker process, and another when that one is lost.

    It is started by a thread of the pool, and that matters: a sandbox ends with the
    thread that started it.
    """

    def __init__(self, course: Course, folder: Path, sandboxed: bool) -> None:
        self._course = course
        self._folder = folder
        self._sandboxed = sandboxed
        self._base: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def _start(self) -> subprocess.Popen[bytes]:
        base = BASE
        if not self._sandboxed:
            self._base = base = Path(tempfile.mkdtemp(prefix="course-grading-"))
            (base / "runs").mkdir()
        arguments = f"{str(self._course.root)!r}, {str(base)!r}, {self._sandboxed}"
        words = python(f"from checker.grading.worker import main; main({arguments})")
        return subprocess.Popen(
            outer(self._view(), words) if self._sandboxed else words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
            start_new_session=True,
        )

    def _view(self) -> View:
        root = self._course.root
        return View(
            shown=(root / "lessons", root / "solutions", PACKAGE, self._folder),
            scratch=((BASE, WORK), (BASE / "runs", RUNS)),
        )

    def judge(
        self, submission: Submission, lessons: Sequence[Lesson], stopped: threading.Event
    ) -> Verdict:
        """The verdict; a second worker tries once more if the first is lost."""
        for _ in range(2):
            if stopped.is_set():
                break
            with contextlib.suppress(OSError, ValueError):
                return self._ask(order(submission, lessons), PATIENCE * len(lessons))
            self.end()
        return Verdict(None, "It could not be judged: its worker process ended.")

    def _ask(self, line: bytes, seconds: float) -> Verdict:
        self._process = self._process or self._start()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()
        return VERDICTS.validate_json(_line(self._process.stdout.fileno(), seconds))

    def end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()
        if self._base is not None:
            remove(self._base)
            self._base = None


def _line(fd: int, seconds: float) -> bytes:
    """One line. Raises ValueError when none comes in time, or one without an end."""
    end = time.monotonic() + seconds
    data = bytearray()
    while not data.endswith(b"\n"):
        left = max(0.0, end - time.monotonic())
        part = os.read(fd, 1 << 20) if select.select([fd], [], [], left)[0] else b""
        data += part
        if not part or len(data) > MAX_ANSWER:
            raise ValueError("no verdict")
    return bytes(data)
