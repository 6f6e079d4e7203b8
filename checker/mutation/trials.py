"""Puts mutants on trial: each is checked like a learner's answer, in several processes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from checker import corpus
from checker.curriculum import Course
from checker.expect.times import Times
from checker.launcher import Launcher, launcher
from checker.mutation.equivalents import reasons
from checker.mutation.mutant import Mutant
from checker.mutation.score import Trial
from checker.pool import spread
from checker.preload import PRELOAD
from checker.report import LessonResult, Report
from checker.runner import check

TIMES = Times(answer=1.5, start=6.0, lesson=30.0)
"""Many mutants hang, so nobody waits long for them."""


class Court:
    """Judges mutants of one course, one by one."""

    def __init__(self, root: Path, reasons: Mapping[Mutant, str]) -> None:
        self._course = Course(root)
        self._hosts: Launcher = launcher(PRELOAD)
        self._reasons = reasons

    def __call__(self, mutant: Mutant) -> Trial:
        reason = self._reasons.get(mutant)
        report = self._checked(mutant, [mutant.step])
        if report.passed and reason is None:
            report = self._checked(mutant, None)  # does another step notice?
        if report.faults:
            return Trial(mutant, "error", report.faults[0].summary)
        if report.passed:
            return Trial(mutant, "equivalent" if reason else "survived", reason or "")
        return Trial(mutant, "stale" if reason else "killed", _words(report.lessons[0]))

    def _checked(self, mutant: Mutant, steps: list[str] | None) -> Report:
        lesson = self._course.lesson(mutant.lesson)
        with tempfile.TemporaryDirectory(prefix="course-") as name:
            corpus.lay(Path(name), lesson, corpus.solved(lesson) | {mutant.file: mutant.text})
            where = Path(name), [lesson]
            return check(self._course, *where, steps=steps, hosts=self._hosts, times=TIMES)


def _words(result: LessonResult) -> str:
    if result.error is not None:
        return result.error.message
    return next((step.failure.summary for step in result.steps if step.failure), "")


def listed(course: Course, mutants: Sequence[Mutant]) -> dict[Mutant, str]:
    """Of every mutant of the course, those that are right answers, and why.

    Raises:
        CourseFault: a lesson's list is wrong.
    """
    found: dict[Mutant, str] = {}
    for lesson in course.lessons:
        mine = [mutant for mutant in mutants if mutant.lesson == lesson.id]
        if mine:
            found |= reasons(lesson, mine)
    return found


def trials(
    root: Path,
    mutants: Sequence[Mutant],
    reasons: Mapping[Mutant, str],
    workers: int | None = None,
) -> Iterator[Trial]:
    """Judge mutants in several processes; they come as they are ready.

    Args:
        root: the folder with ``lessons/`` and ``solutions/``.
        reasons: the mutants that are right answers too, and why.
        workers: how many processes; by default one a core.
    """
    wanted = {mutant: reasons[mutant] for mutant in mutants if mutant in reasons}
    yield from spread(Court, (root, wanted), mutants, workers)
