"""What is seen while a class is judged: it fits, it is clean, and it tells how it goes."""

from __future__ import annotations

import io
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from checker.console import Look
from checker.expect.bench import left
from checker.expect.places import Place
from checker.grade_view import PAUSE, Lines, Table, show_troubles
from checker.grading.brief import brief
from checker.grading.grade import Grade
from checker.grading.layout import EMPTY
from checker.grading.submissions import Submission
from checker.grading.tally import Tally
from checker.grading.troubles import troubles
from checker.grading.unpacking import NEW_COPY
from checker.grading.worker import Verdict
from checker.launcher import HostDied
from checker.report import (
    HELD_BACK,
    Check,
    Failure,
    LessonError,
    LessonResult,
    Report,
    StepResult,
)
from checker.watcher import Bounds, Watcher

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


def test_who_handed_in_twice_is_being_judged_once_more() -> None:
    """A folder and an archive of the same name are two; the verdict on one ends only that."""
    out = io.StringIO()
    table = Table(2, console := Console(file=out, width=80))
    for name in ("learner-01", "learner-01.zip"):
        table.begun(Submission("learner-01", Path(name)), running())
    table.judged(grade("learner-01", step("1.1")))
    console.print(table.picture(80, 24))

    assert "Now: learner-01\n" in out.getvalue().replace(" \n", "\n")


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


def test_nobody_fails_at_what_they_have_not_begun() -> None:
    """An untouched lesson counts for no step, also when its verdict is known in brief."""
    tally = Tally(3)
    held = grade("a", step("1.1", "There is no app."))
    check = replace(held.lessons[0].steps[0].checks[0],
                    failure=Failure("There is no app.", expected=HELD_BACK))  # fmt: skip
    steps = (replace(held.lessons[0].steps[0], checks=(check,)),)
    report = Report("1", "", 0.0, (replace(held.lessons[0], steps=steps),))
    for known in (report, brief(Verdict(report)).report):
        tally.add(replace(held, report=known))
    assert tally.hardest is None

    tally.add(grade("b", step("1.2", "It is wrong.")))
    assert tally.words[1] == "Most fail at step 1.2 (1)."


def test_lines_come_now_and_then() -> None:
    """Where no table can be, a whole line is written when some time has passed, and not before."""
    now, written = [0.0], list[str]()
    lines = Lines(3, written.append, lambda: now[0])
    for moment, one in zip((PAUSE - 1, PAUSE, PAUSE + 1), CLASS[-3:], strict=True):
        now[0] = moment
        lines.judged(one)

    assert written == ["2 of 3 are done: 1 in part, 1 without points. Most fail at step 1.1 (2).\n"]


# -- what did not go well ------------------------------------------------------------------


def cut_short(learner: str, message: str, status: str = "failed", kind: str = "") -> Grade:
    """A verdict whose only step, or whose lesson, ended so."""
    check = Check("c", "t", status, Failure(message))  # type: ignore[arg-type]
    steps = (StepResult("1.4", "t", status, 0, 5, 0.0, (check,)),)  # type: ignore[arg-type]
    error = LessonError(kind, message) if kind else None  # type: ignore[arg-type]
    lesson = LessonResult("lesson1_x", "t", "failed", 0, 5, error, () if kind else steps)
    return Grade(learner, learner, 5, Report("1", "", 0.0, (lesson,)))


GREEDY = "Your program took more than 2 GB of memory while it answered."
TROUBLED = [
    cut_short("learner-01", "GET / gave no answer.", "timeout"),
    cut_short("learner-02", "Your file was still busy being imported.", kind="timeout"),
    cut_short("learner-03", GREEDY),
    cut_short("learner-04", GREEDY.replace("answered", "was being imported"), kind="crash"),
    cut_short("learner-05", "An answer is wrong: Your program took more than 2 GB while it ran."),
    cut_short("learner-06", "The check broke.", "error"),
    *(Grade(f"learner-{n}", "", 5, None, f"It cannot be taken in: the archive is broken ({why}).",
            remedy=NEW_COPY) for n, why in enumerate(["BadZipFile", "ReadError"] * 6, 10)),
    Grade("learner-30", "", 5, None, "It could not be judged: its worker process ended."),
]  # fmt: skip


@pytest.mark.parametrize("width", [80, 40])
def test_the_end_says_who_why_and_what_to_do(
    width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A few lines for each cause, those without a verdict first; whoever is fine is not named."""
    show_troubles(Look(plain=False, width=width), troubles([*CLASS[:5], *TROUBLED]))

    shown = capsys.readouterr().out
    assert max(map(cell_len, map(str.rstrip, shown.splitlines()))) <= width
    words = " ".join(shown.split())
    seen = [words.index(part) for part in (
        "Not judged (12): the archive is broken. learner-10, learner-11, ",
        "learner-19, and 2 more Next Ask for a new copy",
        "Not judged (1): its worker process ended. learner-30 Next Run the same command again",
        "Our mistake (1): The check broke. learner-06 Next Please report it",
        "Ended by a limit (2): no answer in time. learner-01, learner-02 Next If this machine",
        "Ended by a limit (2): took more than 2 GB of memory. learner-03, learner-04 Next Look",
    )]  # fmt: skip
    assert seen == sorted(seen)
    assert "learner-05" not in words


def noted(learner: str, path: str, *notes: str) -> Grade:
    return replace(grade(learner, step("1.1")), path=path, notes=notes)


@pytest.mark.parametrize("width", [80, 40])
def test_what_was_not_read_is_said_at_the_end(
    width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file by its name; a folder and an archive of one name; nothing of the course in it."""
    notes = (
        "lesson1_core_concepts/a.py was left out: permission denied",
        "a was left out: it is a link",
    )
    found = troubles([
        noted("learner-01", "/c/learner-01", *notes),
        noted("learner-02", "/c/learner-02"),
        noted("learner-02", "/c/learner-02.tar.gz"),
        noted("learner-02", "/c/learner-02 .zip"),
        Grade("learner-03", "/c/learner-03", 10, problem=f"It cannot be taken in: {EMPTY}."),
        noted("learner-04", "/c/first.zip"),
        noted("learner-04", "/c/second.zip"),
    ])  # fmt: skip
    show_troubles(Look(plain=False, width=width), found)

    shown = capsys.readouterr().out
    assert max(map(cell_len, map(str.rstrip, shown.splitlines()))) <= width
    words = " ".join(shown.split())
    seen = [words.index(part) for part in (
        "Twice under one name (1): entries whose names are of one learner. learner-02 (learner-02, "
        "learner-02 .zip, learner-02.tar.gz) Next They count as attempts of one learner.",
        "Nothing to judge (1): no lesson was found in it. learner-03 Next",
        "Left out (1): permission denied. learner-01: lesson1_core_concepts/a.py Next",
    )]  # fmt: skip
    assert seen == sorted(seen)
    assert ("a link" in words, "learner-04" in words) == (False, False)


def test_a_class_without_troubles_hears_of_none(capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong answers are no trouble of the run."""
    show_troubles(Look(plain=True), troubles(CLASS[:20]))

    assert capsys.readouterr().out == ""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize("bound", ["processes", "threads", "memory", "cpu", "files", "full"])
def test_each_limit_of_a_sandbox_is_known_again(bound: str, tmp_path: Path) -> None:
    """What the watcher says of each bound is found in the sentence that a report has."""
    generous = {"processes": 10**9, "threads": 10**9, "memory": 10**15, "cpu": 1e9,
                "files": 10**15, "full": 2.0}  # fmt: skip
    watcher = object.__new__(Watcher)
    watcher._processes, watcher._in_memory, watcher._folder = Path("/proc"), [], tmp_path
    watcher._bounds = Bounds(**(generous | {bound: -1}))  # type: ignore[arg-type]
    why = watcher._too_much()
    error = left(HostDied(None, why=why), Place(), "while it answered")

    [trouble] = troubles([cut_short("learner-01", error.message)])
    assert why
    assert trouble.why == why
