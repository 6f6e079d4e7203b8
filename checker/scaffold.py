"""Writes a new lesson or step that works from its first moment, for an author to edit.

A step lives in five places: solution, metadata, reading, checks, answers. The scaffold
fills each with the same small example, so that ``course dev verify`` passes at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from checker.curriculum import Course, Lesson
from checker.errors import UsageError

_TOML = """# What the course knows about this lesson. Read and checked by checker/curriculum.py.
title = "{title}"
section = "{title}"
"""
_MAIN = '''"""Model Hub, lesson {number}: {title}."""

from fastapi import FastAPI

app = FastAPI(title="Model Hub")
'''
_CHECKS = '''"""Checks of lesson {number}."""

from __future__ import annotations

import pytest

from checker.expect.app import App
from checker.expect.fresh import Fresh
'''
_READING = """# Lesson {number}: {title}

What this lesson is about, in two or three sentences.
"""

_STEP_TOML = """
[[steps]]
id = "{id}"
title = "{title}"
points = 1
docs = "https://fastapi.tiangolo.com/tutorial/query-params/"
hints = [
    "A nudge: which parameter of your function comes from the query?",
    "The concept: a parameter that is not in the path is read from the query.",
    "@app.get(\\"/…\\")\\ndef some_name(value: int):\\n    return {{\\"…\\": value}}",
]
"""
_STEP_MAIN = """

# region {id}
#| # TODO {id}: {title}
#| #   GET {path}?number=…   {{"double": …}}, twice the whole number that was sent
@app.get("{path}")
def {name}(number: int) -> dict[str, int]:
    return {{"double": 2 * number}}


# endregion
"""
_STEP_CHECKS = '''

# -- {id} -------------------------------------------------------------------------------


@pytest.mark.step("{id}")
def test_{name}(app: App, fresh: Fresh) -> None:
    """GET {path} doubles a number."""
    number = fresh.number()
    answer = app.get("{path}", params={{"number": number}}).expect_ok()
    answer.expect_json(
        {{"double": 2 * number}},
        summary="The number was not doubled.",
        next="return the number times 2 as `double`",
    )


@pytest.mark.step("{id}")
def test_{name}_takes_numbers_only(app: App, fresh: Fresh) -> None:
    """A word is refused."""
    app.get("{path}", params={{"number": fresh.word()}}).expect_refused(
        summary="A word was accepted as a number.",
        next="give `number` the type int",
    )
'''
_STEP_READING = """
### {id} {title}

The idea, with a small example that runs:

```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/half")
def half(number: int) -> dict[str, float]:
    return {{"half": number / 2}}
```
"""
_ROUTE = '# region {id}\n@app.get("{path}")\n{code}\n# endregion\n'
_SAYS = "# says: {says}\n# from: who makes this mistake, and why\n"
_ANSWERS = {
    "right_async": ("", 'async def answer(number: int):\n    return {"double": number * 2}'),
    "right_sum": ("", 'def answer(number: int):\n    return {"double": number + number}'),
    "wrong_squared": (
        "The number was not doubled.",
        'def answer(number: int):\n    return {"double": number * number}',
    ),
    "wrong_not_changed": (
        "The number was not doubled.",
        'def answer(number: int):\n    return {"double": number}',
    ),
    "wrong_text_doubled": (
        "The number was not doubled.",
        'def answer(number: str):\n    return {"double": number * 2}',
    ),
}


def lesson(course: Course, title: str) -> str:
    """Write a lesson after the last one, with one step; its id.

    Raises:
        UsageError: the title has nothing that a folder could be called by.
    """
    number = course.lessons[-1].number + 1
    name = f"lesson{number}_{_slug(title)}"
    folder, solution = course.root / "lessons" / name, course.root / "solutions" / name
    facts = {"number": str(number), "title": title}
    _write(folder / "lesson.toml", _TOML.format(**facts))
    _write(folder / "README.md", _READING.format(**facts))
    _write(solution / "__init__.py", "")
    _write(solution / "main.py", _MAIN.format(**facts))
    _write(_checks(course, name), _CHECKS.format(**facts))
    _step(course, name, "main.py", f"{number}.1", title)
    return name


def step(course: Course, lesson: Lesson, title: str) -> str:
    """Write a step after the last one of a lesson; its id."""
    step_id = f"{lesson.number}.{len(lesson.steps) + 1}"
    _slug(title)
    _step(course, lesson.id, lesson.files[0], step_id, title)
    return step_id


def _step(course: Course, name: str, file: str, step_id: str, title: str) -> None:
    slug = step_id.replace(".", "_")
    facts = {"id": step_id, "title": title, "path": f"/step-{slug}", "name": f"step_{slug}"}
    _append(course.root / "lessons" / name / "lesson.toml", _STEP_TOML.format(**facts))
    _append(course.root / "lessons" / name / "README.md", _STEP_READING.format(**facts))
    _append(course.root / "solutions" / name / file, _STEP_MAIN.format(**facts))
    _append(_checks(course, name), _STEP_CHECKS.format(**facts))
    for answer, text in _answers(facts):
        _write(course.root / "tests" / "answers" / name / step_id / f"{answer}.py", text)


def _answers(facts: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, (says, code) in _ANSWERS.items():
        head = _SAYS.format(says=says) if says else ""
        yield name, head + _ROUTE.format(code=code, **facts)


def _checks(course: Course, name: str) -> Path:
    return course.root / "checker" / "checks" / f"test_{name}.py"


def _slug(title: str) -> str:
    slug = "_".join(re.findall(r"[a-z0-9]+", title.lower()))
    if not slug or '"' in title or "\\" in title:
        raise UsageError(f"{title!r} is no title.", 'Use plain words: "Background tasks"')
    return slug


def _append(path: Path, text: str) -> None:
    _write(path, path.read_text("utf-8").rstrip("\n") + "\n" + text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
