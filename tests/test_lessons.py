"""The lessons themselves: stubs fail, solutions pass, and each step stands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import corpus
from checker.corpus import KeptAnswer
from checker.curriculum import Course, Lesson, Step
from checker.launcher import Launcher
from checker.report import HELD_BACK, LessonResult
from checker.runner import check

ROOT = Path(__file__).resolve().parent.parent
COURSE = Course(ROOT)
STEPS = [pytest.param(le, s, id=s.id) for le in COURSE.lessons for s in le.steps]
LESSONS = [pytest.param(lesson, id=lesson.id) for lesson in COURSE.lessons]
ANSWERS = corpus.read(COURSE, ROOT / "tests" / "answers")


def judged(lesson: Lesson, files: dict[str, str], workspace: Path, hosts: Launcher) -> LessonResult:
    corpus.lay(workspace, lesson, files)
    report = check(COURSE, workspace, [lesson], hosts=hosts)
    assert report.faults == ()
    return report.lessons[0]


def statuses(result: LessonResult) -> dict[str, str]:
    return {step.id: step.status for step in result.steps}


@pytest.mark.parametrize("lesson", LESSONS)
def test_solution_passes(lesson: Lesson, tmp_path: Path, hosts: Launcher) -> None:
    """The solution passes every step, with full points and no complaint."""
    result = judged(lesson, corpus.solved(lesson), tmp_path, hosts)

    assert result.error is None
    assert [(s.id, s.failure) for s in result.steps if s.status != "passed"] == []
    assert lesson.max_points == result.points


@pytest.mark.parametrize("lesson", LESSONS)
def test_stub_fails_every_step_with_its_own_message(
    lesson: Lesson, tmp_path: Path, hosts: Launcher
) -> None:
    """An untouched lesson fails each step, says why, and gives no answer away."""
    result = judged(lesson, {}, tmp_path, hosts)

    assert result.error is None
    for step in result.steps:
        if not lesson.step(step.id).builds_on:
            assert step.status == "failed", step
            assert step.failure is not None
            assert step.failure.expected in {HELD_BACK, ""}
            assert step.failure.file
    assert "passed" not in statuses(result).values()


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_only_the_step_put_back_to_its_stub_fails(
    lesson: Lesson, step: Step, tmp_path: Path, hosts: Launcher
) -> None:
    """One step as a stub fails that step, and no other that does not build on it."""
    others = [other for other in lesson.step_ids if other != step.id]
    result = judged(lesson, corpus.solved(lesson, others), tmp_path, hosts)

    assert result.error is None
    for other in result.steps:
        if other.id == step.id:
            assert other.status in {"failed", "timeout"}
        elif step.id not in lesson.step(other.id).builds_on:
            assert other.status == "passed", (other.id, other.failure)


@pytest.mark.parametrize("answer", [pytest.param(a, id=f"{a.step}-{a.name}") for a in ANSWERS])
def test_kept_answer(answer: KeptAnswer, tmp_path: Path, hosts: Launcher) -> None:
    """Another right answer passes; a wrong one fails its step with the words meant for it."""
    result = judged(answer.lesson, answer.files(), tmp_path, hosts)

    if answer.right:
        assert result.error is None
        assert [(s.id, s.failure) for s in result.steps if s.status != "passed"] == []
        return
    if result.error is not None:
        assert answer.says in result.error.message
        return
    found = {step.id: step for step in result.steps}
    failure = found[answer.step].failure
    assert failure is not None, "a wrong answer was accepted"
    assert answer.says in failure.summary
    untouched = set(found) - {answer.step, *answer.also}
    blocked = {i for i in untouched if answer.step in answer.lesson.step(i).builds_on}
    assert {i: found[i].failure for i in untouched - blocked if found[i].status != "passed"} == {}


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_step_has_answers(lesson: Lesson, step: Step) -> None:
    """Each step keeps at least two other right answers and three wrong ones."""
    mine = [answer for answer in ANSWERS if answer.step == step.id]

    assert len([answer for answer in mine if answer.right]) >= 2
    assert len([answer for answer in mine if not answer.right]) >= 3


def test_answers_are_where_they_are_read() -> None:
    """No file of the corpus lies where nobody reads it."""
    files = list((ROOT / "tests" / "answers").rglob("*.py"))

    assert len(ANSWERS) == len(files)
