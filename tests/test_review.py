"""course review: passed steps come again, in a copy, after longer and longer whiles."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from checker import corpus, progress
from checker.console import Look, show_review, show_reviewed
from checker.curriculum import Course, Lesson
from checker.errors import UsageError
from checker.launcher import Launcher
from checker.review import INTERVALS, MOST, Review
from checker.study import Study
from checker.workspace import Workspace, find, init

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def after(days: float) -> datetime:
    return START + timedelta(days=days)


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return course.lessons[0]


@pytest.fixture
def root(course: Course, lesson: Lesson, tmp_path: Path) -> Path:
    """A learner who has passed lesson 1 at the start of the year."""
    init(tmp_path / "mine", course)
    passed = dict.fromkeys(lesson.step_ids, START.isoformat(timespec="seconds"))
    state = tmp_path / "mine" / ".course"
    mine = replace(progress.Progress(current=lesson.id), passed=passed)
    progress.save(state / "progress.json", mine)
    return tmp_path / "mine"


@pytest.fixture
def review(course: Course, root: Path) -> Review:
    return Review(Study(course, Workspace(root, course)))


def solve(review: Review, lesson: Lesson, *steps: str) -> None:
    """Write our answers to these steps into the copy; the others of the review stay open."""
    closed = set(lesson.step_ids) - set(review.deck.open)
    corpus.lay(review.desk.root, lesson, corpus.solved(lesson, [*closed, *steps]))


def lessons_of(root: Path) -> dict[str, bytes]:
    """What a review must not touch."""
    kept = [*(root / "lessons").rglob("*"), root / ".course" / "progress.json"]
    return {str(path): path.read_bytes() for path in kept if path.is_file()}


def test_a_review_opens_a_few_steps_and_solves_the_rest(review: Review, lesson: Lesson) -> None:
    """Only the chosen steps are stubs; the briefs lead to them."""
    found = review.begin(after(1))

    assert [p.brief.step.id for p in found] == list(lesson.step_ids[:MOST])
    for step in lesson.step_ids:
        assert review.desk.is_todo(lesson, step) == (step in lesson.step_ids[:MOST])
    for practice in found:
        path = review.desk.root.parent.parent / practice.brief.file
        assert f"TODO {practice.brief.step.id}" in path.read_text("utf-8").splitlines()[
            practice.brief.line - 1
        ]  # fmt: skip
        assert practice.state == "to do"


def test_a_review_touches_nothing_of_the_learners(
    review: Review, root: Path, lesson: Lesson, hosts: Launcher
) -> None:
    """Lessons and progress are the same, byte for byte, before and after."""
    before = lessons_of(root)
    review.begin(after(1))
    solve(review, lesson, *lesson.step_ids)
    assert review.check(after(1), hosts).done

    assert lessons_of(root) == before


def test_right_steps_come_again_later_and_later(
    course: Course, root: Path, lesson: Lesson, hosts: Launcher
) -> None:
    """Right the first time: 3 days, 7, 14, 30, and 30 from then on."""
    passed = {lesson.step_ids[0]: START.isoformat()}
    progress.save(root / ".course" / "progress.json", progress.Progress(passed=passed))
    now, waits = after(1), []
    for _ in INTERVALS:
        review = Review(Study(course, Workspace(root, course)))
        review.begin(now)
        solve(review, lesson, *lesson.step_ids)
        (step,) = review.check(now, hosts).steps
        waits.append((datetime.fromisoformat(step.again) - now).days)
        now = datetime.fromisoformat(step.again)

    assert waits == [*INTERVALS[1:], INTERVALS[-1]]


def test_a_wrong_try_comes_back_tomorrow(review: Review, lesson: Lesson, hosts: Launcher) -> None:
    """What needed a second try starts over; an untouched stub is no try."""
    first, second, third = lesson.step_ids[:MOST]
    review.begin(after(1))
    solve(review, lesson, first)
    path = review.desk.file(lesson, "main.py")
    text = path.read_text("utf-8").replace(f"# TODO {second}", f"# my try at {second}")
    path.write_text(text, "utf-8")

    checked = review.check(after(1), hosts)

    assert [p.state for p in checked.steps] == ["passed", "not yet", "to do"]
    assert not checked.done
    failure = checked.report.lessons[0].steps[1].failure
    assert failure is not None
    assert (review.desk.root.parent.parent / failure.file) == path
    solve(review, lesson, first, second, third)
    checked = review.check(after(1), hosts)
    again = {p.brief.step.id: p.again for p in checked.steps}
    assert {step: datetime.fromisoformat(due) for step, due in again.items()} == {
        first: after(1 + INTERVALS[1]),
        second: after(1 + INTERVALS[0]),
        third: after(1 + INTERVALS[1]),
    }
    assert checked.done


def test_a_file_that_does_not_start_is_no_try(
    review: Review, lesson: Lesson, hosts: Launcher
) -> None:
    """A slip of the pen costs no step its place."""
    review.begin(after(1))
    solve(review, lesson, *lesson.step_ids)
    path = review.desk.file(lesson, "main.py")
    path.write_text(path.read_text("utf-8") + "\ndef (:\n", "utf-8")

    checked = review.check(after(1), hosts)

    error = checked.report.lessons[0].error
    assert error is not None
    assert review.desk.root.parent.parent / error.file == path
    assert review.deck.cards == {}


def test_a_review_under_way_goes_on(review: Review, lesson: Lesson, course: Course) -> None:
    """Asked again, course review shows the same steps and leaves the files alone."""
    first = review.begin(after(1))
    path = review.desk.file(lesson, "main.py")
    path.write_text("mine = 1\n", "utf-8")

    later = Review(Study(course, Workspace(review.desk.root.parent.parent, course)))

    assert [p.brief.step for p in later.begin(after(9))] == [p.brief.step for p in first]
    assert path.read_text("utf-8") == "mine = 1\n"


def test_what_a_new_review_lays_over_is_kept(
    review: Review, lesson: Lesson, hosts: Launcher
) -> None:
    """The answers of the last review are in the copy's own history."""
    review.begin(after(1))
    solve(review, lesson, *lesson.step_ids)
    path = review.desk.file(lesson, "main.py")
    path.write_text(path.read_text("utf-8") + "# mine\n", "utf-8")
    assert review.check(after(1), hosts).done
    review.begin(after(2))

    history = review.desk.history
    texts = [history.content(state).get("main.py", b"").decode() for state in history.states]
    assert any(text.endswith("# mine\n") for text in texts)


def test_nothing_due_says_when(review: Review) -> None:
    """Before its day a step does not come, unless it is asked for."""
    with pytest.raises(UsageError, match="2026-01-0[123]") as caught:
        review.begin(after(0.5))
    assert "--early" in caught.value.remedy

    assert len(review.begin(after(0.5), early=True)) == MOST


def test_without_a_passed_step_or_a_review_the_way_in_is_named(
    course: Course, root: Path, review: Review
) -> None:
    """Nothing to review, and nothing to check."""
    with pytest.raises(UsageError, match="no review"):
        review.check(after(1))
    (root / ".course" / "progress.json").unlink()
    with pytest.raises(UsageError, match="No step has passed"):
        Review(Study(course, Workspace(root, course))).begin(after(1))


@pytest.mark.parametrize(
    "damage",
    [b"", b"[]", b'{"version": 9}', b'{"version": 1, "cards": {"1.1": {"box": 77, "due": "x"}}}',
     b'{"version": 1, "cards": {}, "open": {"1.1": "bogus"}}'],
)  # fmt: skip
def test_an_unreadable_deck_is_put_aside(course: Course, root: Path, damage: bytes) -> None:
    """The spacing begins anew, and the broken file is kept."""
    (root / ".course" / "review.json").write_bytes(damage)

    assert Review(Study(course, Workspace(root, course))).deck.cards == {}
    assert (root / ".course" / "review.unreadable-1.json").read_bytes() == damage


def test_steps_the_course_no_longer_has_are_left_out(
    course: Course, root: Path, review: Review
) -> None:
    """After an update a deck may know steps that are gone."""
    mine, _ = progress.load(root / ".course" / "progress.json")
    gone = replace(mine, passed={"99.1": START.isoformat()} | mine.passed)
    progress.save(root / ".course" / "progress.json", gone)

    found = Review(Study(course, Workspace(root, course))).begin(after(1))
    assert "99.1" not in [practice.brief.step.id for practice in found]


def test_the_copy_is_no_workspace(
    review: Review, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands given inside the copy are about the learner's own workspace."""
    review.begin(after(1))
    monkeypatch.delenv("COURSE_WORKSPACE", raising=False)
    monkeypatch.chdir(review.desk.root / "lessons")

    assert find() == root.resolve()


@pytest.mark.parametrize("width", [40, 80])
def test_what_is_shown(review: Review, lesson: Lesson, hosts: Launcher, width: int) -> None:
    """Paths in one piece, the day of the next time, and no line that is too wide."""
    shown = io.StringIO()
    look = Look(False, console=Console(file=shown, width=width, color_system=None))
    practices = review.begin(after(1))
    show_review(look, practices)
    solve(review, lesson, lesson.step_ids[0])
    show_reviewed(look, review.check(after(1), hosts))

    text = shown.getvalue()
    for practice in practices:
        assert f"{practice.brief.file}:{practice.brief.line}" in text
    assert "on 2026-01-05" in text
    assert "course review --check" in " ".join(text.split())
    for line in text.splitlines():
        assert len(line) <= width or ".course/review" in line


def test_the_commands(root: Path, command: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """course review and course review --check, for programs."""
    begun = command(root, "review", "--format", "json")
    checked = command(root, "review", "--check", "--format", "plain")

    steps = json.loads(begun.stdout)
    assert len(steps) == MOST
    assert {step["status"] for step in steps} == {"to do"}
    assert (checked.returncode, checked.stderr) == (1, "")
    assert f"{steps[0]['step']}" in checked.stdout
