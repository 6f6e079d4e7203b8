"""What is seen while a class is judged: it fits, it is clean, and it tells how it goes."""

from __future__ import annotations

import io
from concurrent.futures import Future
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from checker.grade_view import PAUSE, Lines, Table
from checker.grading.grade import Grade
from checker.grading.submissions import Submission
from checker.grading.tally import Tally
from checker.report import Check, Failure, LessonResult, Report, StepResult

HOSTILE = "\x1b[2J\x1b]0;mine\x07\u202eevil\r\n山田太郎" * 3


def step(name: str, wrong: str = "") -> StepResult:
    points, status = (0, "failed") if wrong else (5, "passed")
    checks = (Check("c", "t", status, Failure(wrong) if wrong else None),)  # type: ignore[arg-type]
    return StepResult(name, "t", status, points, 5, 0.0, checks)  # type: ignore[arg-type]


def grade(learner: str, *steps: StepResult, problem: str = "") -> Grade:
    """The verdict on these steps; without any, that there is none."""
    points = sum(one.points for one in steps)
    lesson = LessonResult("lesson1_x", "t", "failed", points, 5 * len(steps), None, steps)
    report = Report("1", "", 0.0, (lesson,)) if steps else None
    return Grade(learner, learner, 5 * len(steps) or 10, report, problem)


CLASS = [
    *(grade(f"learner-{n:02}", step("1.1"), step("1.2")) for n in range(1, 20)),
    grade("learner-20", step("1.1", "GET / is missing."), step("1.2")),
    grade(HOSTILE, step("1.1", HOSTILE), step("1.2", HOSTILE)),
    grade("learner-22", problem="It cannot be taken in: the archive is broken."),
]


def running() -> Future[bytes]:
    future: Future[bytes] = Future()
    future.set_running_or_notify_cancel()
    return future


def shown(width: int, height: int, color: bool = True) -> str:
    """A picture of the class, with one who is being judged and one who waits."""
    out = io.StringIO()
    kind = "standard" if color else None
    console = Console(file=out, width=width, height=height, force_terminal=True, color_system=kind)
    table = Table(30, console)
    table.begun(Submission("learner-23", Path()), running())
    table.begun(Submission(HOSTILE + "2", Path()), running())
    table.begun(Submission("waits", Path()), Future())
    for one in CLASS:
        table.judged(one)
    console.print(table.picture(width, height))
    return out.getvalue()


@pytest.mark.parametrize(
    ("width", "height"),
    [(80, 24), (40, 20), (80, 8), (40, 5), (40, 3), (40, 2), (20, 10), (200, 60)],
)
def test_the_table_fits(width: int, height: int) -> None:
    """Whatever the terminal's size, no line is wrapped and none scrolls out of sight."""
    lines = shown(width, height, color=False).splitlines()

    assert [line for line in lines if cell_len(line) > width] == []
    assert len(lines) <= max(height - 1, 1)
    if width >= 40:
        assert "22/30" in lines[-1]


def test_the_newest_verdicts_and_a_summary_are_told() -> None:
    """Who was judged last and how it went, who is being judged now, and how all of it goes."""
    lines = shown(80, 24, color=False).splitlines()

    assert (
        "learner-22                not judged  It cannot be taken in: the archive is bro…" in lines
    )
    assert "learner-19                  10 of 10  full marks" in lines
    assert "learner-20                   5 of 10  1.1 GET / is missing." in lines
    assert not any(line.startswith("learner-01") for line in lines)
    assert [one for one in lines if one.startswith("Now: learner-23, ")]
    assert "waits" not in "".join(lines)
    assert "19 full marks, 1 in part, 1 without points, 1 not judged." in lines
    assert "Most fail at step 1.1 (2)." in lines


@pytest.mark.parametrize("width", [80, 40])
def test_hostile_words_do_nothing(width: int) -> None:
    """A name or a message cannot color, move, title or turn round the terminal."""
    text = shown(width, 24, color=False)

    assert "evil" in text
    assert set() == {c for c in text if not c.isprintable()} - {"\n"}


def test_color_is_not_needed() -> None:
    """The same words, with color and without."""
    plain = shown(80, 24, color=False)

    assert "\x1b[" in shown(80, 24)
    assert "\x1b[" not in plain
    assert ("full marks" in plain, "not judged" in plain) == (True, True)


def test_of_steps_as_hard_the_first_is_named() -> None:
    """1.2 comes before 1.10, and a lesson that nobody handed in has no hard step."""
    tally = Tally(2)
    assert tally.hardest is None
    tally.add(grade("a", step("1.10", "wrong"), step("1.2", "wrong")))

    assert tally.words == ("1 without points.", "Most fail at step 1.2 (1).")


def test_lines_come_now_and_then() -> None:
    """Where no table can be, a whole line is written when some time has passed, and not before."""
    now, written = [0.0], list[str]()
    lines = Lines(3, written.append, lambda: now[0])
    for moment, one in zip((PAUSE - 1, PAUSE, PAUSE + 1), CLASS[-3:], strict=True):
        now[0] = moment
        lines.judged(one)

    assert written == ["2 of 3 are done: 1 in part, 1 without points. Most fail at step 1.1 (2).\n"]
