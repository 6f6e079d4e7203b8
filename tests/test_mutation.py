"""Mutants of the solutions: each operator, the list of right ones, the score, a sample."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checker.curriculum import Course
from checker.errors import CourseFault
from checker.mutation.equivalents import reasons
from checker.mutation.mutant import Mutant, sample
from checker.mutation.operators import mutations
from checker.mutation.score import Fate, Trial, score
from checker.mutation.search import of_course, of_lesson
from checker.mutation.trials import listed, trials

ROOT = Path(__file__).resolve().parent.parent
MUTANT = Mutant("lesson1_core_concepts", "1.4", "main.py", "f", "limit", "x = 1", "x = 2", "", "")

CASES = [
    ("status code", "raise HTTPException(404)", "raise HTTPException(400)"),
    ("status code", "x = status.HTTP_201_CREATED", "x = 200"),
    ("limit", "x = Query(le=100)", "x = Query(le=101)"),
    ("limit", "x = Query(le=100)", "x = Query(le=99)"),
    ("text of the contract", 'x = {"id": y}', 'x = {"idx": y}'),
    ("text of the contract", 'x = f"/a/{y}"', 'x = f"/a/x{y}"'),
    ("comparison", "x = y > 3", "x = y >= 3"),
    ("comparison", "x = y is z", "x = y is not z"),
    ("arithmetic", "x = y + z", "x = y - z"),
    ("boolean", "x.dump(exclude_unset=True)", "x.dump(exclude_unset=False)"),
    ("condition", "x = not y", "x = y"),
    ("condition", "x = y and z", "x = z"),
    ("condition", "x = y if z else w", "x = w"),
    ("condition", "x = [y for y in z if y]", "x = [y for y in z]"),
    ("no await", "async def f():\n    await g()", "async def f():\n    g()"),
    ("argument left out", "x = get(y, response_model=Z)", "x = get(y, )"),
    ("arguments swapped", "x = f(y, z)", "x = f(z, y)"),
    ("call left out", "x = hash_password(y)", "x = y"),
    ("call left out", "x = select(y).where(z)", "x = select(y)"),
    ("part left out", 'x = {"WWW-Authenticate": y}', "x = {}"),
    ("slice", "x = y[a:b]", "x = y[a:]"),
    ("widened", 'x = ["HS256"]', 'x = ["HS256", "HS512"]'),
    ("widened", 'x = f(allow_origins=["a"])', 'x = f(allow_origins=["*"])'),
    ("other algorithm", 'x = f(algorithm="HS256")', 'x = f(algorithm="HS512")'),
    ("looser type", "x: EmailStr", "x: str"),
    ("no None", "x: str | None", "x: str"),
    ("taken out of Annotated", "x: Annotated[T, Depends(f)]", "x: T"),
    ("no default", "def f(x=1): ...", "def f(x): ..."),
    ("no default", "x: int = y", "x: int"),
    ("statement left out", "def f():\n    raise X", "def f():\n    pass"),
    ("statement left out", "if x == y:\n    z()", "pass"),
    ("nothing returned", "def f():\n    return x", "def f():\n    return None"),
    ("no decorator", "@get\ndef f(): ...", "def f(): ..."),
    ("no finally", "try:\n    x()\nfinally:\n    y()", "x()\ny()"),
    ("no with", "with x():\n    y()", "y()"),
    (
        "other exception",
        "try:\n    x()\nexcept E:\n    y()",
        "try:\n    x()\nexcept ZeroDivisionError:\n    y()",
    ),
    ("def and async def", "def f():\n    g()", "async def f():\n    g()"),
    ("no return type", "@get\ndef f() -> User: ...", "@get\ndef f(): ..."),
    ("no base class", "class A(B): ...", "class A(): ..."),
]


@pytest.mark.parametrize(("operator", "before", "after"), CASES)
def test_operator(operator: str, before: str, after: str) -> None:
    """Each operator makes its mistake, under its name."""
    found = [(m.operator, m.text.strip()) for m in mutations(before + "\n")]

    assert (operator, after) in found


@pytest.mark.parametrize(
    "source",
    ['"""Words."""\n', 'raise HTTPException(x, "No such thing.")\n', 'x = {"detail": "No."}\n'],
)
def test_texts_for_people_are_left_alone(source: str) -> None:
    """What an error says is no contract."""
    assert [
        m.text for m in mutations(source) if m.operator.startswith("text") and "dx" not in m.text
    ] == []


def test_each_mutant_is_python_and_new(course: Course) -> None:
    """What does not compile is dropped, and no text comes twice."""
    texts = [mutant.text for mutant in of_lesson(course.lessons[0])]

    assert len(set(texts)) == len(texts)
    for text in texts:
        compile(text, "mutant", "exec", dont_inherit=True)


def test_only_regions_are_mutated(course: Course) -> None:
    """What a learner is given stays as it is."""
    steps = {mutant.step for mutant in of_lesson(course.lessons[0])}

    assert steps == set(course.lessons[0].step_ids)
    assert not [m for m in of_lesson(course.lessons[0]) if m.at == "ping"]


# -- the list of right ones ----------------------------------------------------------------

ENTRY = (
    '[[equivalent]]\nstep = "1.4"\noperator = "limit"\nat = "f"\nwhy = "Any number does here."\n'
)


def listing(course: Course, folder: Path, text: str) -> dict[Mutant, str]:
    (folder / "equivalent.toml").write_text(text, "utf-8")
    lesson = course.lessons[0].model_copy(update={"solution": folder})
    return reasons(lesson, [MUTANT, replace(MUTANT, at="g")])


def test_reason_is_found_by_its_key(course: Course, tmp_path: Path) -> None:
    """An entry means the mutants that it describes, and no other."""
    assert listing(course, tmp_path, ENTRY) == {MUTANT: "Any number does here."}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"1.4"', '"1.5"', "means no mutant"),
        ('at = "f"', 'now = "x = 3"', "means no mutant"),
        ("why =", "because =", "why"),
        ("Any number does here.", "", "why"),
        ("[[equivalent]]", "[[equivalent", "not valid TOML"),
    ],
)
def test_wrong_list_is_named(
    course: Course, tmp_path: Path, old: str, new: str, words: str
) -> None:
    """An entry that means nothing, or says no reason, is an error of the course."""
    with pytest.raises(CourseFault, match=words):
        listing(course, tmp_path, ENTRY.replace(old, new))


# -- the score -----------------------------------------------------------------------------


def test_score_leaves_out_right_ones() -> None:
    """Equivalent mutants count neither way."""
    fates: list[Fate] = ["killed", "killed", "killed", "equivalent", "survived"]
    found = score(Trial(MUTANT, fate) for fate in fates)

    assert found.percent == 75.0
    assert str(found) == "75.0 % (5 mutants: 3 killed, 1 equivalent, 1 surviving)"


def test_score_of_nothing_is_full() -> None:
    """Where there is no wrong answer, none was missed."""
    assert score([Trial(MUTANT, "equivalent")]).percent == 100.0


# -- the checks themselves -----------------------------------------------------------------


def test_sample_is_the_same_for_the_same_seed() -> None:
    """A seed makes a run one can have again."""
    mutants = [replace(MUTANT, at=str(number)) for number in range(50)]

    assert sample(mutants, 5, 1) == sample(mutants, 5, 1)
    assert sample(mutants, 5, 1) != sample(mutants, 5, 2)
    assert mutants == sample(mutants, None, 1)


def test_no_mutant_of_a_sample_survives(course: Course) -> None:
    """Forty mistakes, and a check notices each that is one. All: course dev mutate."""
    mutants = of_course(course)
    why = listed(course, mutants)

    found = list(trials(ROOT, sample(mutants, 40, seed=20), why, workers=2))

    assert [str(t.mutant) for t in found if t.fate not in {"killed", "equivalent"}] == []
    assert len(found) == 40
