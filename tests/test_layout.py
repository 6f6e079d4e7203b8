"""A TODO on the screen: its lists stay lists, whatever the width."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from checker.console import Look, show_brief
from checker.curriculum import Course, Lesson, Step
from checker.layout import lay, wrap
from checker.study import Study, todo
from checker.workspace import Workspace

COURSE = Course(Path(__file__).resolve().parent.parent)
STEPS = [
    pytest.param(lesson, step, id=step.id) for lesson in COURSE.lessons for step in lesson.steps
]
ITEM = re.compile(r" *((?:[A-Z]+ +(?=/))?\S.*?) {2,}(\S+)")


def screen(lesson: Lesson, step: Step, width: int) -> list[str]:
    """What a learner sees of the TODO: all above its place in the file."""
    out = io.StringIO()
    brief = Study(COURSE, Workspace(COURSE.root, COURSE)).brief(lesson, step)
    show_brief(Look(False, console=Console(file=out, width=width, color_system=None)), brief)
    lines = out.getvalue().splitlines()
    end = max(number for number, line in enumerate(lines) if line.startswith("  Where"))
    begin = next(number for number, line in enumerate(lines) if "to do" in line) + 1
    return lines[begin:end]


def paragraphs(lines: tuple[str, ...]) -> Iterator[list[str]]:
    """Lines below each other that begin in the same column."""
    found: list[str] = []
    for line in lines:
        item = ITEM.match(line)
        indent = len(line) - len(line.lstrip())
        if found and (item or indent != _column(found[0])):
            yield found
            found = []
        found.append(line)
    yield found


def _column(line: str) -> int:
    item = ITEM.match(line)
    return item.start(2) if item else len(line) - len(line.lstrip())


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_each_line_of_a_list_begins_a_line(lesson: Lesson, step: Step, width: int) -> None:
    """``word   explanation`` is never run together with what stands above it."""
    shown = [" ".join(line.split()) for line in screen(lesson, step, width)]
    items = [ITEM.match(line) for line in todo(lesson, step.id)]
    labels = [" ".join(item[1].split())[:24] for item in items if item]

    assert [name for name in labels if not any(line.startswith(name) for line in shown)] == []


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_nothing_is_lost_and_everything_fits(lesson: Lesson, step: Step, width: int) -> None:
    """The words of the TODO, in their order, on lines as wide as the terminal."""
    shown = screen(lesson, step, width)

    assert " ".join(todo(lesson, step.id)).split() == " ".join(shown).split()
    assert [line for line in shown if len(line) > width] == []


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_what_fits_is_shown_as_it_is_written(lesson: Lesson, step: Step) -> None:
    """At 80 columns, up to the first line of a paragraph that does not fit."""
    shown = screen(lesson, step, 80)
    fitting = []
    for lines in paragraphs(todo(lesson, step.id)):
        long = [number for number, line in enumerate(lines) if len(line) > 78]
        fitting += lines[: long[0]] if long else lines

    assert [line for line in fitting if f"  {line}" not in shown] == []


@pytest.mark.parametrize(("lesson", "step"), STEPS)
def test_no_word_is_left_alone(lesson: Lesson, step: Step) -> None:
    """A line that is a little too long does not put one word on a line of its own."""
    written = {line.strip() for line in todo(lesson, step.id)}
    alone = [line for line in screen(lesson, step, 80) if " " not in line.strip()]

    assert [line for line in alone if line.strip() not in written] == []


def test_a_list_inside_of_a_list_on_a_narrow_terminal() -> None:
    """What belongs to what shows in the indent; a break on purpose stays one."""
    lines = (
        "GET /models   a list of models, in the order of store.all_models()",
        "  search   may be left out; at least 3 characters. Only models with this text",
        "           in their name",
        "  skip     leave out so many",
        "POST  /users             email     an email address",
        "                         password  8 characters",
        "                         No such user: 404",
    )

    assert lay(lines, 38) == [
        "GET /models  a list of models, in the",
        "    order of store.all_models()",
        "  search  may be left out; at least 3",
        "      characters. Only models with",
        "      this text in their name",
        "  skip  leave out so many",
        "POST /users",
        "  email  an email address",
        "  password  8 characters",
        "  No such user: 404",
    ]


def test_a_last_word_gets_company() -> None:
    """The line is broken one word earlier; a word that has nobody stays alone."""
    assert wrap("one two three four", 13) == ["one two", "three four"]
    assert wrap("one extraordinarily", 15) == ["one", "extraordinarily"]
