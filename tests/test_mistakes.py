"""Hints that fit the mistake: each is about a kept wrong answer, and is shown once for it.

That the real failure of every such answer leads to its own hint is a part of
``test_lessons.py``: the verifier compares the two.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import corpus
from checker.curriculum import Course, Mistake, Step
from checker.launcher import Launcher
from checker.study import Study
from checker.verify import Case, Verifier
from checker.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
COURSE = Course(ROOT)
KEPT = ROOT / "tests" / "answers"
SAYS = {(a.step, a.name): a.says for a in corpus.read(COURSE, KEPT) if not a.right}
STEPS = [pytest.param(step, id=step.id) for le in COURSE.lessons for step in le.steps]


@pytest.mark.parametrize("step", STEPS)
def test_every_mistake_is_that_of_a_kept_answer(step: Step) -> None:
    """At least two a step; each signature is a part of what its wrong answer is told."""
    assert len(step.mistakes) >= 2
    for mistake in step.mistakes:
        assert mistake.says in SAYS.get((step.id, mistake.name), ""), mistake.name


def test_no_hint_gives_code_to_paste() -> None:
    """A hint is words: no lines of code."""
    hints = [m.hint for le in COURSE.lessons for step in le.steps for m in step.mistakes]

    assert [hint for hint in hints if "\n" in hint or "    " in hint or "(…" in hint] == []


def test_verify_notices_a_hint_that_another_one_hides(hosts: Launcher) -> None:
    """A failure that leads to another mistake's hint is a wrong outcome."""
    course = Course(ROOT)
    lesson = course.lessons[0]
    old = lesson.step("1.4")
    wide = Mistake(name="one_at_a_time", says="o", hint="word " * 40)
    steps = [s.model_copy(update={"mistakes": (wide, *s.mistakes)}) if s == old else s
             for s in lesson.steps]  # fmt: skip
    course.lessons = (lesson.model_copy(update={"steps": tuple(steps)}), *course.lessons[1:])
    case = Case("wrong", lesson.id, "1.4", "remembered_number")

    outcome = Verifier(course, KEPT).judge(case, hosts)

    assert (outcome.problem, outcome.detail) == ("other", "gets the hint of one_at_a_time")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A learner whose lesson 1 is solved but for a PATCH that writes defaults."""
    lesson = COURSE.lessons[0]
    for each in COURSE.lessons:
        corpus.lay(tmp_path, each, {})
    answers = corpus.read(COURSE, KEPT)
    wrong = next(a for a in answers if (a.step, a.name) == ("1.2", "patch_dumps_everything"))
    corpus.lay(tmp_path, lesson, wrong.files())
    return Study(COURSE, Workspace(tmp_path, COURSE))


def test_the_hint_for_the_mistake_comes_first_and_once(study: Study, hosts: Launcher) -> None:
    """After the failure: its own hint, then the ladder; the same failure does not repeat it."""
    lesson, step = study.step("1.2")
    study.check([lesson], hosts=hosts)
    mistake = next(m for m in step.mistakes if m.name == "patch_dumps_everything")

    assert study.hint(step).text == mistake.hint
    assert [study.hint(step).rung for _ in range(2)] == [1, 2]
    study.check([lesson], hosts=hosts)
    assert study.hint(step).rung == 3


def change(study: Study, hosts: Launcher, old: str, new: str) -> None:
    """Write something else into the lesson's file, and check it."""
    lesson = COURSE.lessons[0]
    path = study.workspace.file(lesson, "main.py")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    study.check([lesson], hosts=hosts)


def test_another_mistake_begins_anew(study: Study, hosts: Launcher) -> None:
    """Hints about what was wrong before don't count: also where no hint is for the new one."""
    lesson, step = study.step("1.2")
    study.check([lesson], hosts=hosts)
    assert [study.hint(step).rung for _ in range(3)] == [0, 1, 2]

    change(study, hosts, "return store.all_models()", "return store.all_model()")
    assert step.mistake(study.progress.failures["1.2"]) is None
    assert [study.hint(step).rung for _ in range(5)] == [1, 2, 3, 3, 3]

    change(study, hosts, "return store.all_model()", "return store.all_models")
    assert study.hint(step).text == mistake(step, "function_not_called").hint
    assert study.hint(step).rung == 1


def test_the_same_words_with_other_values_are_the_same_mistake(
    study: Study, hosts: Launcher
) -> None:
    """A path with another number in it does not begin the hints anew."""
    _, step = study.step("1.2")
    change(study, hosts, '@app.get("/models/{model_id}")', '@app.get("/model/{model_id}")')
    told = study.progress.failures["1.2"]
    assert [study.hint(step).rung for _ in range(2)] == [1, 2]
    change(
        study, hosts, "app = FastAPI(", "store.add({})  # so ids go on from here\napp = FastAPI("
    )

    assert study.progress.failures["1.2"] != told
    assert study.hint(step).rung == 3


def test_hints_before_the_first_check_count(study: Study) -> None:
    """Nothing was wrong yet, so nothing begins anew."""
    _, step = study.step("1.2")
    assert [study.hint(step).rung for _ in range(2)] == [1, 2]

    assert Study(COURSE, study.workspace).hint(step).rung == 3


def test_the_summary_counts_hints_of_all_mistakes(study: Study, hosts: Launcher) -> None:
    """To begin anew forgets nothing of what was shown."""
    _, step = study.step("1.2")
    for _ in range(3):
        study.hint(step)
    change(study, hosts, "return store.all_models()", "return store.all_models")
    study.hint(step)
    study.hint(step)

    assert study.progress.hints["1.2"] == 3
    assert study.progress.told == ("1.2 function_not_called",)


def test_another_learner_process_knows_the_last_failure(study: Study, hosts: Launcher) -> None:
    """What was wrong is kept on disk, and is forgotten once the step passes."""
    lesson, step = study.step("1.2")
    study.check([lesson], hosts=hosts)
    later = Study(COURSE, study.workspace)
    assert later.hint(step).rung == 0

    corpus.lay(study.workspace.root, lesson, corpus.solved(lesson))
    study.check([lesson], hosts=hosts)
    assert Study(COURSE, study.workspace).progress.failures == {}


def test_a_lesson_that_does_not_start_has_its_hint_too(study: Study, hosts: Launcher) -> None:
    """The whole lesson's error leads to the hint of the step that it is about."""
    lesson, step = study.step("1.1")
    files = corpus.solved(lesson)
    files["main.py"] = files["main.py"].replace('"/api/v1/docs"', '"api/v1/docs"')
    corpus.lay(study.workspace.root, lesson, files)

    study.check([lesson], hosts=hosts)

    found = study.hint(step)
    assert (found.rung, found.text) == (0, mistake(step, "no_slash_in_front").hint)


def test_an_untouched_todo_gets_the_ladder(study: Study, hosts: Launcher) -> None:
    """Nobody made a mistake yet: the first hint is the gentlest."""
    lesson, step = study.step("1.2")
    study.check([lesson], hosts=hosts)
    study.reset(lesson, step)

    assert study.hint(step).rung == 1


def mistake(step: Step, name: str) -> Mistake:
    return next(m for m in step.mistakes if m.name == name)


def test_two_mistakes_of_a_step_can_be_told_apart() -> None:
    """The summary of one kept answer never leads to a signature that is listed for another."""
    for lesson in COURSE.lessons:
        for step in lesson.steps:
            for found in step.mistakes:
                told = step.mistake(SAYS[step.id, found.name])
                assert told == found, f"{step.id} {found.name}"
