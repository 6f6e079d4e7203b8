"""What an instructor is told in a terminal: who, which deadline, what to do next."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from checker.console import Look, show_grades
from checker.curriculum import Course
from checker.errors import UsageError
from checker.gradebook_view import show_deadline, show_rules, show_story
from checker.grading import gradebook, overview
from checker.grading.executors import cluster
from checker.grading.grade import Grade, empty
from checker.grading.gradebook import NAME, Gradebook
from checker.grading.submissions import suggestion
from checker.grading.troubles import SLOW, troubles
from checker.report import LessonError
from checker.standings_view import show_standings
from tests.test_gradebook import DAY, NOON, Judge, handed_in, opened, run, told, worth


def test_who_was_meant(course: Course) -> None:
    """A part of a name will do; of very many names, some are listed and the rest is counted."""
    names = {f"learner-{number:02}" for number in range(29)} | {"olga petrova"}

    assert suggestion("olga", names) == "Did you mean olga petrova?"
    assert suggestion("?", names).endswith("learner-09, and 20 more.")
    assert suggestion("", {"a"}) == "There are: a."


def test_a_scheduler_that_is_none_is_let_go() -> None:
    """One sentence, and no client that complains later (here, any warning is a failure)."""
    pytest.importorskip("distributed")
    with pytest.raises(UsageError, match="No scheduler answers at nope"), cluster("nope", False):
        pass


def test_a_gradebook_that_is_only_to_be_read_is_refused_at_once(
    course: Course, tmp_path: Path
) -> None:
    """Before anybody is judged; it can still be shown."""
    with opened(course, tmp_path) as book:
        path = book.path
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("this user may write to any file")
    with (
        pytest.raises(UsageError, match="readonly") as refused,
        Gradebook(path, course.lessons, writes=True),
    ):
        pass
    assert "--gradebook" in refused.value.remedy
    with opened(course, tmp_path) as book:
        assert book.records() == []


def test_whether_a_gradebook_can_be_written_to_leaves_nothing(
    course: Course, tmp_path: Path
) -> None:
    """What was tried is taken back, and one that another program holds is no reason to stop."""
    tables = "SELECT name FROM sqlite_master WHERE name = 'probe'"
    with Gradebook(tmp_path / NAME, course.lessons, writes=True) as book:
        pass
    with contextlib.closing(sqlite3.connect(book.path, isolation_level=None)) as other:
        assert other.execute(tables).fetchall() == []
        other.execute("BEGIN IMMEDIATE")
        with Gradebook(book.path, course.lessons, patience=0, writes=True) as book:
            assert book.records() == []


def test_a_way_out_is_one_that_the_command_has(course: Course, tmp_path: Path) -> None:
    """--gradebook is only of the command that judges."""
    (tmp_path / NAME).write_bytes(b"rubbish, and no gradebook at all" * 99)
    remedies = []
    for writes in (True, False):
        with (
            pytest.raises(UsageError) as refused,
            Gradebook(tmp_path / NAME, course.lessons, writes=writes),
        ):
            pass
        remedies.append("--gradebook" in refused.value.remedy)

    assert remedies == [True, False]


def test_who_was_judged_alone_is_not_to_be_judged_alone_again(course: Course) -> None:
    """The advice of a second run is another one."""
    report = empty(course.lessons[:1])
    slow = replace(report.lessons[0], error=LessonError("timeout", "It did not start."))
    grade = Grade("learner-01", "/c/learner-01", 9, replace(report, lessons=(slow,)))

    first, second = (troubles([grade], alone) for alone in (False, True))

    assert [one.why for one in (*first, *second)] == [SLOW, SLOW]
    assert ["--workers 1" in one.remedy for one in (*first, *second)] == [True, False]


def test_a_new_deadline_costs_what_the_last_one_did(course: Course, tmp_path: Path) -> None:
    """Also when that was removed; an extension says nothing of its own."""
    with opened(course, tmp_path) as book:
        book.deadline(NOON, 0.1, "the plan", "teacher")
        book.remove("deadline-1", "a holiday", "teacher")
        decision = book.deadline(NOON + DAY, None, "the plan", "teacher")
        assert [row.per_day for row in book.rulebook().due] == [0.1]
        words = told(show_deadline, decision, course.lessons, False)
        assert "Late: 10 % off for each day begun, as before" in words
        assert "--late" not in words


def test_a_story_has_each_deadline_once(course: Course, tmp_path: Path) -> None:
    """Everybody's and an extension by their names, and which of the two holds."""
    found = [replace(one, submitted=NOON + DAY) for one in handed_in(tmp_path, course, 1)]
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 8)), book, found)
        book.deadline(NOON, 0.5, "the plan", "teacher")
        book.deadline(NOON + DAY, None, "ill", "teacher", learner="learner-00")
        [record] = book.records("learner-00")
        changes, rulebook = book.changes(), book.rulebook()
        story = told(show_story, record, changes, rulebook, course.lessons, course.lessons[:2])
        rules = told(show_rules, rulebook, course.lessons, False, "'my class'")
    lines = [line.strip() for line in story.splitlines()]
    everybody, extension = (
        next(line for line in lines if line.startswith(name)) for name in ("Everybody", "Extension")
    )
    assert lines[0] == "learner-00: 8 of 20 points"
    assert (story.count("(deadline-1)"), "holds" in everybody) == (1, False)
    assert everybody.startswith("Everybody: lessons 1, 2, ")
    assert extension.endswith("(extension-2); holds for lesson 1")
    assert "course gradebook remove 'my class' NAME" in rules
    assert ",8," in overview.changes_csv(changes)
    assert "8.0" not in overview.changes_csv(changes)


@pytest.mark.parametrize("width", [80, 30])
def test_grades_are_a_table_where_it_fits(
    width: int, course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Columns with marks; on a narrow terminal, a sentence for each learner."""
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 8)), book, handed_in(tmp_path, course))
        book.override("learner-01", course.lessons[0].id, 7.5, "shown", "teacher")
        records = book.records()
    show_standings(Look(plain=False, width=width), records, course.lessons[:2])

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    table = [
        ["Lesson", "all", "1", "2"],
        ["Points", "of", "20", "of", "9", "of", "11"],
        ["learner-00", "8", "8", "–"],
        ["learner-01", "7.5", "7.5M", "–"],
        ["M", "by", "hand,", "–", "not", "handed", "in"],
    ]
    assert (lines[:5] == table) == (width == 80)


def test_a_name_that_is_cut_says_so(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """A download of Moodle has long names."""
    name = "learner-01_991_assignsubmission_file"
    grades = [Grade(one, "/c", 9, empty(course.lessons[:1])) for one in (name, "learner-02")]
    show_grades(Look(plain=False, width=120), grades, "none")

    first, second = capsys.readouterr().out.splitlines()[:2]
    assert first.startswith(f"{name[:29]}…  ")
    assert second.startswith(f"learner-02{' ' * 20}  ")


def test_waiting_for_another_program_is_said(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the file is held; it ends in an error only after that."""
    monkeypatch.setattr(gradebook, "SLOW", 0)
    said = threading.Event()
    path = tmp_path / NAME
    with contextlib.closing(
        sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    ) as other:
        other.execute("BEGIN EXCLUSIVE")

        def slow() -> None:
            said.set()
            other.execute("ROLLBACK")

        with Gradebook(path, course.lessons, slow=slow) as book:
            assert said.is_set()
            assert book.records() == []
