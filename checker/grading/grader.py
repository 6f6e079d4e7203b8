"""Judges many submissions, each at most once, wherever there is room for it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol

from checker.curriculum import Course, Lesson
from checker.grading import tasks
from checker.grading.executors import Place, local
from checker.grading.grade import Grade
from checker.grading.packing import Package, pack
from checker.grading.submissions import Submission
from checker.grading.unpacking import Refused
from checker.grading.worker import VERDICTS, Verdict
from checker.grading.workers import AGAIN

AHEAD = 3
"""Tasks for each place of work that are ready before one is free."""
JOINED = 50
"""Submissions for each place of work that are held in memory, with those that wait for the
verdict on another of the same content."""


@dataclass(frozen=True)
class Judged:
    """One submission's verdict. ``fresh``: it was run, not taken from what is known."""

    submission: Submission
    package: Package | None
    verdict: Verdict
    fresh: bool = True


@dataclass
class _Waiting:
    """Tasks under way, and who waits for each: the first one's content is that of all."""

    tasks: dict[Future[bytes], list[tuple[Submission, Package]]] = field(default_factory=dict)
    of: dict[str, Future[bytes]] = field(default_factory=dict)

    def full(self, places: int) -> bool:
        held = sum(map(len, self.tasks.values()))
        return len(self.tasks) >= places * AHEAD or held >= places * JOINED

    def add(self, future: Future[bytes], submission: Submission, package: Package) -> None:
        self.tasks[future] = [(submission, package)]
        self.of[package.fingerprint] = future

    def joins(self, submission: Submission, package: Package) -> bool:
        """Whether the same is on its way already; then it waits for that."""
        future = self.of.get(package.fingerprint)
        if future is not None:
            self.tasks[future].append((submission, package))
        return future is not None

    def pop(self, future: Future[bytes]) -> list[tuple[Submission, Package]]:
        found = self.tasks.pop(future)
        del self.of[found[0][1].fingerprint]
        return found


class Known(Protocol):
    """What remembers verdicts: a gradebook, or nothing."""

    def verdict(self, package: Package) -> Verdict | None:
        """What is known of such a submission; nothing, if that cannot be read now."""

    def keep(self, judged: Judged) -> str:
        """Keep it; what kept it from being kept, or ""."""


class _Nothing:
    def verdict(self, package: Package) -> Verdict | None:
        return None

    def keep(self, judged: Judged) -> str:
        return ""


def _untold(submission: Submission, future: Future[bytes]) -> None:
    """Nobody asked."""


@dataclass(frozen=True)
class Grader:
    """Judges submissions.

    Args:
        lessons: what is judged of each.
        sandboxed: whether strangers' code runs in a sandbox. Ask
            :func:`checker.sandbox.require` first.
        place: where it is done; by default on all cores of this machine.
        known: what remembers verdicts.
        begun: told each submission that is on its way to be judged.
    """

    course: Course
    lessons: Sequence[Lesson]
    sandboxed: bool = True
    place: Callable[[], AbstractContextManager[Place]] = local
    known: Known = _Nothing()
    begun: Callable[[Submission, Future[bytes]], None] = _untold

    def grade(
        self, submissions: Iterable[Submission]
    ) -> Generator[tuple[Submission, Grade], None, None]:
        """Grades, as they are ready. Closing the iterator ends all that is under way."""
        with self.place() as place:
            waiting = _Waiting()
            for submission in submissions:
                done = self._begin(submission, place, waiting)
                if done is not None:
                    yield submission, self._grade(done)
                while waiting.full(place.count):
                    yield from self._ready(place, waiting)
            while waiting.tasks:
                yield from self._ready(place, waiting)

    def _begin(self, submission: Submission, place: Place, waiting: _Waiting) -> Judged | None:
        """What is known at once; otherwise a task is on its way."""
        try:
            package = pack(self.course, submission)
        except Refused as refused:
            problem = f"It cannot be taken in: {refused}."
            verdict = Verdict(None, problem, final=False, remedy=refused.remedy)
            return Judged(submission, None, verdict)
        known = self.known.verdict(package)
        if known is not None:
            return Judged(submission, package, known, fresh=False)
        if not waiting.joins(submission, package):
            self._send(submission, package, place, waiting)
        return None

    def _send(
        self, submission: Submission, package: Package, place: Place, waiting: _Waiting
    ) -> None:
        ids = tuple(lesson.id for lesson in self.lessons)
        task = tasks.Task(tasks.digest(), *package.payload(), ids, self.sandboxed)
        future = place.executor.submit(tasks.judge, task)
        waiting.add(future, submission, package)
        self.begun(submission, future)

    def _ready(self, place: Place, waiting: _Waiting) -> Iterator[tuple[Submission, Grade]]:
        """Grades whose task has ended; what one could not tell is asked again for the next."""
        for future in wait(waiting.tasks, return_when=FIRST_COMPLETED).done:
            (submission, package), *others = waiting.pop(future)
            verdict = _verdict(future)
            if others and not verdict.final:
                self._send(*others[0], place, waiting)
                for other in others[1:]:
                    waiting.joins(*other)
                others = []
            yield submission, self._grade(Judged(submission, package, verdict))
            for submission, package in others:
                yield submission, self._grade(Judged(submission, package, verdict, fresh=False))

    def _grade(self, judged: Judged) -> Grade:
        unkept = self.known.keep(judged)
        submission, verdict = judged.submission, judged.verdict
        report = verdict.report and replace(verdict.report, workspace=str(submission.path))
        notes = [*(judged.package.notes if judged.package else ()), *verdict.notes]
        if unkept:
            notes.append(f"It was judged, but not kept. {unkept}")
        return Grade(
            submission.learner,
            str(submission.path),
            sum(lesson.max_points for lesson in self.lessons),
            report,
            verdict.problem,
            tuple(dict.fromkeys(notes)),
            judged.fresh,
            verdict.remedy,
            unkept,
        )


def _verdict(future: Future[bytes]) -> Verdict:
    """What came back, or that nothing did: a worker that is lost too often, a cancelled task."""
    try:
        return VERDICTS.validate_json(future.result())
    except CancelledError:
        return Verdict(
            None, "It could not be judged: its task was cancelled.", final=False, remedy=AGAIN
        )
    except Exception as error:
        why = f"It could not be judged: {type(error).__name__}."
        return Verdict(None, why, final=False, remedy=AGAIN)
