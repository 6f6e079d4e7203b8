"""Groups of near-identical code: copies are found, independent right answers are not."""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import replace
from pathlib import Path

import pytest

from checker import corpus
from checker.corpus import KeptAnswer
from checker.curriculum import Course, Lesson
from checker.pages import fingerprints, similarity
from checker.pages.classroom import Group
from checker.regions import MarkedFile

ROOT = Path(__file__).resolve().parent.parent
COURSE = Course(ROOT)
RIGHT = [a for a in corpus.read(COURSE, ROOT / "tests" / "answers") if a.right]
LESSONS = [pytest.param(lesson, id=lesson.id) for lesson in COURSE.lessons]
OWN = """
import math

def spread(values):
    total = 0.0
    for value in values:
        if value < 0 or math.isnan(value):
            raise ValueError("negative")
        total += math.sqrt(value) * 3 - value // 7
    return {"total": total, "mean": total / max(len(values), 1), "most": sorted(values)[-3:]}

async def gather(source, limit=20):
    found, seen = [], set()
    async for key, entry in source.scan(limit=limit + 1):
        if key in seen:
            continue
        seen.add(key)
        found.append((key, entry.weight ** 2, [part.strip() for part in entry.text.split(",")]))
    return found[:limit], len(found) > limit
"""


def known(lesson: Lesson) -> list[str]:
    """The course's own code: the stub and the solution."""
    return [*lesson.shipped.values(), *corpus.solved(lesson).values()]


def answered(lesson: Lesson, number: int) -> dict[str, str]:
    """The lesson with the first, or the second, kept right answer to each step."""
    files = corpus.solved(lesson)
    for step in lesson.step_ids:
        here = [a for a in RIGHT if (a.lesson.id, a.step) == (lesson.id, step)]
        for name, regions in parts(here[number]).items():
            files[name] = MarkedFile(files[name]).with_regions({step: regions})
    return {f"{lesson.id}/{name}": text for name, text in files.items()}


def parts(answer: KeptAnswer) -> dict[str, list[tuple[str, ...]]]:
    files = answer.files()
    marked = {name: MarkedFile(text).of(answer.step) for name, text in files.items()}
    return {name: [r.lines for r in regions] for name, regions in marked.items() if regions}


def disguised(text: str) -> str:
    """A copy with other names, comments, texts, numbers and layout."""
    taken = set(keyword.kwlist) | set(dir(__builtins__)) | set(__builtins__)  # type: ignore[call-overload]
    code = re.sub(r"#.*", "", text)
    names = r"(?<![\w.\"'])([a-z_]{3,})\b(?![\"'])"
    out = re.sub(names, lambda m: m[0] if m[0] in taken else f"my_{m[0]}", code)
    lines = [f"{line}  # mine" if line.strip() and '"""' not in line else line
             for line in out.split("\n")]  # fmt: skip
    return "\n\n".join(lines)


def names(groups: tuple[Group, ...]) -> list[tuple[str, ...]]:
    return [group.learners for group in groups]


@pytest.mark.parametrize("lesson", LESSONS)
def test_independent_right_answers_are_no_group(lesson: Lesson) -> None:
    """Two who solve every step of a lesson, each in another style: far from a hint."""
    sources = {"learner-01": answered(lesson, 0), "learner-02": answered(lesson, 1)}
    given = {run for text in known(lesson) for run in fingerprints.read(text).runs}
    left, right = (
        {mark for text in files.values() for mark in fingerprints.read(text).fingerprints} - given
        for files in sources.values()
    )

    assert similarity.groups(sources, known(lesson)) == ()
    assert len(left & right) / min(len(left), len(right)) < similarity.SHARE / 5


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_copy_with_other_names_is_found(lesson: Lesson) -> None:
    """Beside somebody who worked alone."""
    mine = answered(lesson, 0)
    copy = {path: re.sub(r"#.*", "# no comment", text) for path, text in mine.items()}
    copy = {path: re.sub(r"(?<![.\w])(payload|user|item|record|session|result|body)\b(?!\")",
                         r"my_\1", text) for path, text in copy.items()}  # fmt: skip
    sources = {"learner-01": mine, "learner-02": answered(lesson, 1), "learner-03": copy}

    assert names(similarity.groups(sources, known(lesson))) == [("learner-01", "learner-03")]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_copy_in_which_every_name_is_another_is_found(lesson: Lesson) -> None:
    """Attributes and methods too, one by one, beside somebody who worked alone."""
    mine = answered(lesson, 0)
    kept = {*keyword.kwlist, *dir(builtins)}
    copy = {
        path: re.sub(r"\b[A-Za-z_]\w*\b(?![\"'])", lambda m: m[0] if m[0] in kept else f"{m[0]}_2",
                     text)
        for path, text in mine.items()
    }  # fmt: skip
    sources = {"learner-01": mine, "learner-02": answered(lesson, 1), "learner-03": copy}

    assert names(similarity.groups(sources, known(lesson))) == [("learner-01", "learner-03")]


def test_places_point_at_the_same_code_on_both_sides() -> None:
    """Both functions, at the lines where each of the two has them; other code is no part."""
    head = "\n".join(f"first_{n} = [{n}, 'a', {n}.5] if first else None" for n in range(1))
    left = {"lesson1/main.py": OWN}
    right = {"lesson1/main.py": f"{head}\n" * 3 + disguised(OWN)}
    (group,) = similarity.groups({"a": left, "b": right})
    (pair,) = group.pairs
    (shared,) = pair.places

    assert (group.learners, group.parts, pair.share) == (("a", "b"), ("lesson1",), 1.0)
    assert (shared.left.file, shared.left.first, shared.left.last) == ("lesson1/main.py", 2, 19)
    lines = right["lesson1/main.py"].split("\n")
    assert "math" in lines[shared.right.first - 1]
    assert "return my_found" in lines[shared.right.last - 1]


def test_a_file_under_another_name_is_the_same_code() -> None:
    """Within a lesson, what the files are called does not matter."""
    sources = {"a": {"lesson8/main.py": OWN}, "b": {"lesson8/api/other.py": OWN}}
    (group,) = similarity.groups(sources)

    assert group.pairs[0].places[0].right.file == "lesson8/api/other.py"


def test_what_the_course_gives_is_nobodys_own() -> None:
    """Solutions, stubs and right answers, under any name."""
    sources = {"a": {"l/main.py": OWN}, "b": {"l/main.py": disguised(OWN)}}

    assert similarity.groups(sources, [OWN]) == ()


def test_short_code_says_nothing() -> None:
    """Four equal lines are no group."""
    short = "\n".join(OWN.split("\n")[:6])

    assert similarity.groups({"a": {"l/main.py": short}, "b": {"l/main.py": short}}) == ()


def test_what_many_have_is_nobodys_own_but_a_copy_of_all_is() -> None:
    """40 learners: all have one helper; ten of them one whole file, each with one change."""
    helper, rest = OWN.split("async def")
    sources = {f"l{n:02}": {"l/main.py": f"{helper}\n{own(n)}"} for n in range(30)}
    ring = own(99) + "async def" + rest
    sources |= {f"r{n}": {"l/main.py": f"{helper}\n{ring}\n{own(n)[:60]}"} for n in range(8)}

    assert [tuple(f"r{n}" for n in range(8))] == names(similarity.groups(sources))


def own(number: int) -> str:
    """Code that nobody else has: the number, in signs."""
    signs = [("+", "-", "*", "/", "%", "&", "|", "^")[number >> shift & 7] for shift in (0, 3)]
    out = []
    for line in range(12):
        a, b = signs[line % 2], ("and", "or", "<", ">")[(number + line * line) % 4]
        out.append(
            f"def f{line}(x): return (x {a} {'x.' * (number % 5)}y, [x {b} x {a} x], x[{a * 0}1:])"
        )
    return "\n".join(out)


@pytest.mark.parametrize(
    "text",
    ["", "\n" * 9, "\x00" * 500, '"""', "'''" + "\\" * 999, '"' * 9_999, "(" * 200_000,
     "def f(:\n  '''x", "\\", "a" * 500_000, "\ud800 = 1", "é" * 999, "f'{" * 5_000,
     "x = 1\r\ny = 2\r\n" * 99, '"""\\""' * 20_000],
)  # fmt: skip
def test_hostile_files_are_read_all_the_same(text: str) -> None:
    """Nothing is raised, and the tokens have their lines."""
    code = fingerprints.read(text)

    assert len(code.tokens) == len(code.lines)
    similarity.groups({"a": {"l/main.py": text}, "b": {"l/main.py": text}})


def test_names_comments_texts_and_layout_are_not_compared() -> None:
    """What can be chosen freely makes no difference; what cannot does."""
    one = fingerprints.read('def f(a):\n    """Doc."""\n    return a.strip(1)  # x\n')
    other = fingerprints.read("# y\ndef gg( b ):\n\n\n    return b.strip( 22 )")

    assert one.tokens == other.tokens
    assert one.tokens == fingerprints.read("def f(a):\n    return a.lower(1)\n").tokens
    assert one.tokens != fingerprints.read("def f(a):\n    return len(a, 1)\n").tokens
    assert one.lines == (1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("self.name = other.name.strip()", "self.label = other.label.trim()"),
        ("def id(filter, type=None): ...", "def key(only, kind=None): ..."),
        ("f(id=1, hash=x)", "f(key=1, mark=x)"),
        ("class Item: format = 1", "class Thing: shape = 1"),
        ("from a.b import c as d", "from e.f import g as h"),
    ],
)
def test_every_kind_of_name_can_be_another(left: str, right: str) -> None:
    """Attributes, methods, parameters, classes and modules, also where a builtin is called so."""
    assert fingerprints.read(left).tokens == fingerprints.read(right).tokens


@pytest.mark.parametrize(
    ("left", "right"),
    [("len(x)", "sum(x)"), ("x: int", "x: str"), ("KeyError", "ValueError"), ("if x", "while x"),
     ("len (x)", "sum (x)"), ("a + b", "a - b")],
)  # fmt: skip
def test_what_cannot_be_renamed_tells_code_apart(left: str, right: str) -> None:
    """Called builtins, types, exceptions, keywords and signs."""
    assert fingerprints.read(left).tokens != fingerprints.read(right).tokens


def test_files_that_share_enough_tokens_share_a_fingerprint() -> None:
    """Winnowing's promise: RUN + WINDOW - 1 tokens in a row are always noticed."""
    need = fingerprints.RUN + fingerprints.WINDOW - 1
    shared = " ".join(f"x.name{n}" for n in range(need))  # more than enough tokens
    same = fingerprints.read(shared).tokens
    for number in range(20):
        left = fingerprints.read("".join(f"a.b{n} + " for n in range(number)) + shared)
        right = fingerprints.read(shared + "".join(f" - c.d{n}" for n in range(number)))

        assert need <= len(same)
        assert left.fingerprints & right.fingerprints


def test_no_pair_shares_less_than_its_group_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """The headline's share is measured on other fingerprints than that of a pair."""
    pair = similarity._pair
    monkeypatch.setattr(similarity, "_pair", lambda *args: replace(pair(*args), share=0.89))
    (group,) = similarity.groups({name: {"lesson1/main.py": OWN} for name in "abc"})

    assert (group.share, {one.share for one in group.pairs}) == (0.89, {0.89})
