"""Puts mutants on trial: each is checked like a learner's answer, in several processes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from checker import corpus
from checker.curriculum import Course
from checker.expect.bench import Times
from checker.launcher import Launcher, launcher
from checker.mutation.equivalents import reasons
from checker.mutation.mutant import Mutant
from checker.mutation.score import Trial
from checker.pool import spread
from checker.preload import PRELOAD
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
        lesson = self._course.lesson(mutant.lesson)
        with tempfile.TemporaryDirectory(prefix="course-") as name:
            files = corpus.solved(lesson) | {mutant.file: mutant.text}
            corpus.lay(Path(name), lesson, files)
            report = check(
                self._course,
                Path(name),
                [lesson],
                steps=[mutant.step],
                hosts=self._hosts,
                times=TIMES,
            )
        reason = self._reasons.get(mutant)
        if report.faults:
            return Trial(mutant, "error", report.faults[0].summary)
        if report.passed:
            return Trial(mutant, "equivalent" if reason else "survived", reason or "")
        result = report.lessons[0]
        failure = result.steps[0].failure
        words = result.error.message if result.error else failure.summary if failure else ""
        return Trial(mutant, "stale" if reason else "killed", words)


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
