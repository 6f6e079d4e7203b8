"""Verifies the course's own checks: right answers pass, wrong ones fail as meant.

The cases are the stub and the solution of every lesson, each step alone put back to its
stub (the isolation matrix), and the answers kept under ``tests/answers``. ``course dev
verify`` runs them in parallel; the tests run them one by one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from checker import corpus
from checker.corpus import KeptAnswer
from checker.curriculum import Course, Lesson
from checker.grading.credit import of_step
from checker.launcher import Launcher, launcher
from checker.pool import spread
from checker.preload import PRELOAD
from checker.report import HELD_BACK, LessonResult
from checker.runner import check

Kind = Literal["solution", "stub", "alone", "right", "wrong"]
Problem = Literal["", "wrongly refused", "wrongly accepted", "caught elsewhere", "other"]


@dataclass(frozen=True)
class Case:
    """One thing to judge. ``step`` is "" for whole lessons, ``name`` an answer's."""

    kind: Kind
    lesson: str
    step: str = ""
    name: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, [self.step or self.lesson, self.kind, self.name]))


@dataclass(frozen=True)
class Outcome:
    """``problem`` is "" when the case was judged as it should be."""

    case: Case
    problem: Problem = ""
    detail: str = ""


class Verifier:
    """Judges cases of one course.

    Args:
        answers: the folder with the kept answers.
    """

    def __init__(self, course: Course, answers: Path) -> None:
        self._course = course
        self._answers = {
            Case("right" if a.right else "wrong", a.lesson.id, a.step, a.name): a
            for a in corpus.read(course, answers)
        }

    def cases(self) -> list[Case]:
        """Every case, in the order of the course."""
        found: list[Case] = []
        for lesson in self._course.lessons:
            found += [Case("solution", lesson.id), Case("stub", lesson.id)]
            found += [Case("alone", lesson.id, step) for step in lesson.step_ids]
        return found + list(self._answers)

    def judge(self, case: Case, hosts: Launcher) -> Outcome:
        """Check what the case asks for, and compare with what must come out."""
        lesson = self._course.lesson(case.lesson)
        answer = self._answers.get(case)
        with tempfile.TemporaryDirectory(prefix="course-") as name:
            corpus.lay(Path(name), lesson, _files(case, lesson, answer))
            report = check(self._course, Path(name), [lesson], hosts=hosts)
        if report.faults:
            return Outcome(case, "other", report.faults[0].summary)
        result = report.lessons[0]
        if case.kind in {"solution", "right"}:
            return _must_pass(case, result)
        if case.kind == "stub":
            return _stub(case, lesson, result)
        if case.kind == "alone":
            return _alone(case, lesson, result)
        assert answer is not None
        return _wrong(case, answer, result)


def _files(case: Case, lesson: Lesson, answer: KeptAnswer | None) -> dict[str, str]:
    if answer is not None:
        return answer.files()
    if case.kind == "stub":
        return {}
    return corpus.solved(lesson, [step for step in lesson.step_ids if step != case.step])


def _must_pass(case: Case, result: LessonResult) -> Outcome:
    if result.error is not None:
        return Outcome(case, "wrongly refused", result.error.message)
    for step in result.steps:
        if step.status != "passed":
            why = step.failure.summary if step.failure else ""
            return Outcome(case, "wrongly refused", f"{step.id} {step.status}: {why}")
    return Outcome(case)


def _stub(case: Case, lesson: Lesson, result: LessonResult) -> Outcome:
    """Each step fails with a place and a message, and the expected value is held back."""
    if result.error is not None:
        return Outcome(case, "other", result.error.message)
    for step in result.steps:
        if step.status == "passed":
            return Outcome(case, "wrongly accepted", f"{step.id} passes as a stub")
        if of_step(step, lesson.free.get(step.id, ())):
            return Outcome(case, "wrongly accepted", f"{step.id} has points as a stub")
        if lesson.step(step.id).builds_on:
            continue
        failure = step.failure
        if step.status != "failed" or failure is None or not failure.file:
            return Outcome(case, "other", f"{step.id} {step.status} without a place")
        if failure.expected not in {HELD_BACK, ""}:
            return Outcome(case, "other", f"{step.id} gives the expected value away")
    return Outcome(case)


def _alone(case: Case, lesson: Lesson, result: LessonResult) -> Outcome:
    """The step fails, and no other that does not build on it."""
    if result.error is not None:
        return Outcome(case, "other", result.error.message)
    for step in result.steps:
        why = step.failure.summary if step.failure else ""
        if step.id == case.step:
            if step.status not in {"failed", "timeout"}:
                return Outcome(case, "wrongly accepted", f"{step.id} {step.status}")
            if of_step(step, lesson.free.get(step.id, ())):
                return Outcome(case, "wrongly accepted", f"{step.id} has points as a stub")
        elif step.status != "passed" and case.step not in lesson.step(step.id).builds_on:
            return Outcome(case, "other", f"{step.id} {step.status} too: {why}")
    return Outcome(case)


def _wrong(case: Case, answer: KeptAnswer, result: LessonResult) -> Outcome:
    """The step fails with the words meant for it, and nothing else fails."""
    if result.error is not None:
        return _told(case, answer, result.error.message)
    for step in result.steps:
        why = step.failure.summary if step.failure else ""
        if step.id == answer.step:
            if step.failure is None:
                return Outcome(case, "wrongly accepted", f"{step.id} {step.status}")
            outcome = _told(case, answer, why)
            if outcome.problem:
                return outcome
            continue
        free = step.id in answer.also or answer.step in answer.lesson.step(step.id).builds_on
        if step.status != "passed" and not free:
            return Outcome(case, "other", f"{step.id} {step.status} too: {why}")
    return Outcome(case)


def _told(case: Case, answer: KeptAnswer, summary: str) -> Outcome:
    if answer.says not in summary:
        return Outcome(case, "caught elsewhere", f"said {summary!r}, meant {answer.says!r}")
    step = answer.lesson.step(answer.step)
    found = step.mistake(summary)
    if answer.name in {m.name for m in step.mistakes} and (not found or found.name != answer.name):
        return Outcome(case, "other", f"gets the hint of {found.name if found else 'no mistake'}")
    return Outcome(case)


# -- many at once --------------------------------------------------------------------------


def _verifier(root: Path, answers: Path) -> Callable[[Case], Outcome]:
    return partial(Verifier(Course(root), answers).judge, hosts=launcher(PRELOAD))


def verify(
    root: Path, answers: Path, cases: Iterable[Case], workers: int | None = None
) -> Iterator[Outcome]:
    """Judge cases in several processes; outcomes come as they are ready.

    Args:
        root: the folder with ``lessons/`` and ``solutions/``.
        workers: how many processes; by default one a core.
    """
    yield from spread(_verifier, (root, answers), cases, workers)
