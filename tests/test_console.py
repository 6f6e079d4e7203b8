"""What people see, at the widths they have."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from checker.console import Look, clean, show_failure
from checker.report import Failure

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
        "    �[2Jhello",
    ]


def test_learner_output_cannot_repaint_the_terminal() -> None:
    """Escape sequences lose their escape."""
    assert clean("\x1b]0;title\x07ok\n") == "�]0;title�ok\n"
