"""What people see, at the widths they have."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console

from checker.console import Look, clean, show_failure, show_problems
from checker.report import Check, Failure, LessonError, LessonResult, Report, StepResult

ROOT = Path(__file__).resolve().parent.parent

FAILURE = Failure(
    summary="A password of 5 characters was accepted.",
    request='curl -X POST localhost:8000/users -d \'{"email": "ada@example.com", "name": "Ada"}\'',
    expected="422, the password field refused",
    got='201 {"id": 1, "email": "ada@example.com"}',
    file="lessons/lesson2_request_handling/main.py",
    line=48,
    next_step="give `password` a minimum length",
    where="UserCreate",
    output="\x1b[2Jhello\n",
)


def shown(width: int, plain: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=not plain, no_color=plain, highlight=False,
        soft_wrap=plain, emoji=False, color_system=None,
    )  # fmt: skip
    show_failure(Look(plain, console=console), FAILURE, "2.3")
    return out.getvalue()


@pytest.mark.parametrize("width", [30, 40, 60, 80, 120])
def test_every_line_fits_but_those_that_are_copied(width: int) -> None:
    """Words are wrapped to the width; a curl line and a place stay whole."""
    lines = shown(width, plain=False).splitlines()
    whole = [line for line in lines if "curl" in line or "main.py:48" in line]

    assert len(whole) == 2
    assert [line for line in lines if len(line) > width and line not in whole] == []


def test_wide_and_plain_say_the_same_words() -> None:
    """The plain form is the same text, line by line."""
    wide = shown(200, plain=False).replace("│", "")
    plain = shown(200, plain=True)

    assert wide.split() == [word.removesuffix(":") if word in LABELS else word
                            for word in plain.split()]  # fmt: skip


LABELS = {"sent:", "Expected:", "Got:", "Where:", "Next:", "More:"}


def test_plain_golden() -> None:
    """The whole plain form."""
    assert shown(40, plain=True).splitlines() == [
        "  A password of 5 characters was accepted.",
        f"  We sent: {FAILURE.request}",
        "  Expected: 422, the password field refused",
        '  Got: 201 {"id": 1, "email": "ada@example.com"}',
        "  Where: lessons/lesson2_request_handling/main.py:48  UserCreate",
        "  Next: give `password` a minimum length",
        "  More: course hint 2.3",
        "  Your code printed:",
        "    hello",
    ]


def test_learner_output_cannot_repaint_the_terminal() -> None:
    """Escape sequences lose their escape."""
    assert clean("\x1b]0;title\x07ok\n") == "�]0;title�ok\n"


def test_problems_are_lines_that_an_editor_can_read() -> None:
    """The committed VS Code task finds file, line and words in what is printed."""
    text = (ROOT / ".vscode" / "tasks.json").read_text("utf-8")
    pattern = json.loads(text)["tasks"][0]["problemMatcher"]["pattern"]["regexp"]
    step = StepResult("2.3", "t", "failed", 0, 1, 0, (Check("c", "t", "failed", FAILURE),))
    broken = LessonError("syntax", "Python cannot read this line.", "main.py", 3)
    lessons = (
        LessonResult("lesson2", "t", "failed", 0, 1, None, (step,)),
        LessonResult("lesson1", "t", "error", 0, 1, broken, ()),
    )
    out = io.StringIO()
    look = Look(True, console=Console(file=out, no_color=True, highlight=False, width=200))
    show_problems(look, Report("0", "w", 0, lessons))

    found = [re.match(pattern, line) for line in out.getvalue().splitlines()]
    assert [m and (m[1], m[2]) for m in found] == [(FAILURE.file, "48"), ("main.py", "3")]


def test_place_is_a_link_where_there_is_a_terminal(tmp_path: Path) -> None:
    """OSC 8 carries the file's address; the words stay the same."""
    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=True, highlight=False)
    show_failure(Look(False, console=console, root=tmp_path), FAILURE)

    assert "]8;" in out.getvalue()
    assert (tmp_path / FAILURE.file).as_uri() in out.getvalue()
