"""The lessons themselves: stubs fail, solutions pass, each step stands alone, and the kept
answers are judged as they should be."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from checker import corpus
from checker.curriculum import Course, Lesson, Step
from checker.verify import Case, Outcome, Verifier, verify

ROOT = Path(__file__).resolve().parent.parent
COURSE = Course(ROOT)
KEPT = ROOT / "tests" / "answers"
ANSWERS = corpus.read(COURSE, KEPT)
CASES = Verifier(COURSE, KEPT).cases()
STEPS = [pytest.param(le, s, id=s.id) for le in COURSE.lessons for s in le.steps]


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest) -> Mapping[Case, Outcome]:
    """Every case that is asked for, judged side by side as `course dev verify` does it."""
    calls = [getattr(item, "callspec", None) for item in request.session.items]
    wanted = [call.params["case"] for call in calls if call and "case" in call.params]
    workers = min(os.cpu_count() or 1, len(wanted))
    return {outcome.case: outcome for outcome in verify(ROOT, KEPT, wanted, workers)}


@pytest.mark.parametrize("case", [pytest.param(c, id=str(c)) for c in CASES])
def test_case_is_judged_as_it_should_be(case: Case, outcomes: Mapping[Case, Outcome]) -> None:
    """Solutions and right answers pass; stubs and wrong ones fail with their own words."""
    outcome = outcomes[case]

    assert (outcome.problem, outcome.detail) == ("", "")


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_step_has_answers(lesson: Lesson, step: Step) -> None:
    """Each step keeps at least two other right answers and three wrong ones."""
    mine = [answer for answer in ANSWERS if answer.step == step.id]

    assert len([answer for answer in mine if answer.right]) >= 2
    assert len([answer for answer in mine if not answer.right]) >= 3


def test_answers_are_where_they_are_read() -> None:
    """No file of the corpus lies where nobody reads it."""
    assert len(ANSWERS) == len(list(KEPT.rglob("*.py")))


def test_verify_finds_what_is_wrong_with_the_checks(tmp_path: Path) -> None:
    """A right answer that is refused, a wrong one that is accepted or caught by other words."""
    folder = tmp_path / "lesson1_core_concepts" / "1.4"
    folder.mkdir(parents=True)
    body = '# region 1.4\n@app.get("/stats")\nasync def stats():\n    return {"downloads": %s}\n'
    head, end = "# says: Never said.\n# from: this test\n", "# endregion\n"
    (folder / "right_refused.py").write_text(body % "1" + end, "utf-8")
    (folder / "wrong_accepted.py").write_text(
        head + body % "await services.count_downloads()" + end, "utf-8"
    )
    (folder / "wrong_elsewhere.py").write_text(head + body % "1" + end, "utf-8")
    cases = [c for c in Verifier(COURSE, tmp_path).cases() if c.name]

    found = {o.case.name: o.problem for o in verify(ROOT, tmp_path, cases, workers=2)}

    assert found == {
        "refused": "wrongly refused",
        "accepted": "wrongly accepted",
        "elsewhere": "caught elsewhere",
    }
