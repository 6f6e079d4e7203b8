"""The gradebook: nothing judged twice, no grade changed without a row, and what a class gets."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import event

from checker import corpus
from checker.console import Look
from checker.curriculum import Course
from checker.errors import UsageError
from checker.gradebook_view import show_deadline, show_removal, show_story
from checker.grading import grader, judging, overview, tasks
from checker.grading.classbook import classroom, rows, similar
from checker.grading.credit import of_step
from checker.grading.executors import Place
from checker.grading.grade import empty
from checker.grading.gradebook import NAME, Gradebook
from checker.grading.grader import Grader
from checker.grading.packing import pack
from checker.grading.phrases import clock
from checker.grading.rulebook import name
from checker.grading.standing import Due, Standing, Try, stand
from checker.grading.submissions import Submission, find, moment
from checker.grading.unpacking import Refused
from checker.grading.worker import VERDICTS, Order, Verdict, _Worker
from checker.pages.feedback import feedback_page
from checker.report import Check, Failure, StepResult
from checker.standings_view import show_standings

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Judge(Executor):
    """Stands for a machine that judges: it gives the verdicts it was told, and counts."""

    def __init__(self, answer: Callable[[tasks.Task], bytes]) -> None:
        self.answer = answer
        self.tasks: list[tasks.Task] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tasks.append(args[0])
        done: Future[Any] = Future()
        try:
            done.set_result(self.answer(args[0]))
        except Exception as error:
            done.set_exception(error)
        return done

    @contextmanager
    def place(self) -> Iterator[Place]:
        yield Place(self, 2)


def worth(course: Course, points: int) -> Callable[[tasks.Task], bytes]:
    """A judge for whom everybody has so many points in lesson 1."""
    report = empty(course.lessons[:1])
    lesson = replace(report.lessons[0], points=points, error=None, status="failed")
    verdict = Verdict(replace(report, lessons=(lesson,)))
    return lambda task: VERDICTS.dump_json(verdict)


def handed_in(folder: Path, course: Course, count: int = 2) -> list[Submission]:
    for number in range(count):
        corpus.lay(folder / f"learner-{number:02}", course.lessons[0], {})
        (folder / f"learner-{number:02}/lessons/{course.lessons[0].id}/own.py").write_text(
            f"{number}"
        )
    return find(folder)


def run(course: Course, judge: Judge, book: Gradebook, found: list[Submission]) -> list[Any]:
    judging = Grader(course, course.lessons[:1], False, judge.place, book)
    return [grade for _, grade in judging.grade(found)]


def opened(course: Course, folder: Path, again: bool = False, **how: Any) -> Gradebook:
    """``again``: nothing that was judged until now is known."""
    if again:
        how["anew"] = datetime.now(UTC)
    return Gradebook(folder / NAME, course.lessons[:1], False, **how)


# -- what is known is not judged again -----------------------------------------------------


def test_unchanged_submissions_are_not_judged_again(course: Course, tmp_path: Path) -> None:
    """A second run asks nobody; one changed file is judged, and no other."""
    judge = Judge(worth(course, 5))
    found = handed_in(tmp_path, course, 3)
    with opened(course, tmp_path) as book:
        first = run(course, judge, book, found)
    with opened(course, tmp_path) as book:
        second = run(course, judge, book, found)
    assert [grade.fresh for grade in (*first, *second)] == [True] * 3 + [False] * 3
    assert [grade.points for grade in (*first, *second)] == [5] * 6
    assert len(judge.tasks) == 3

    (found[1].path / "lessons" / course.lessons[0].id / "own.py").write_text("changed")
    with opened(course, tmp_path) as book:
        third = run(course, judge, book, found)
        assert [len(record.attempts) for record in book.records()] == [1, 2, 1]
    assert {"learner-01"} == {grade.learner for grade in third if grade.fresh}


def test_what_is_known_in_brief_lists_the_same(course: Course, tmp_path: Path) -> None:
    """A list of grades reads less of each verdict, and says the same; the rest is kept."""
    told = Failure("A limit of 5 was accepted.", "curl x", "422", "200", next_step="bound it")
    report = empty(course.lessons[:1])
    checks = (Check("a", "A", "passed"), Check("b", "B", "failed", told), Check("c", "C", "failed"))
    steps = (replace(report.lessons[0].steps[0], status="failed", checks=checks),)
    lesson = replace(report.lessons[0], points=5, error=None, status="failed", steps=steps)
    answer = VERDICTS.dump_json(Verdict(replace(report, lessons=(lesson,)), notes=("a note",)))
    found = handed_in(tmp_path, course, 1)
    with opened(course, tmp_path) as book:
        [first] = run(course, Judge(lambda task: answer), book, found)
    seen = []
    for whole in (True, False):
        with opened(course, tmp_path, whole=whole) as book:
            seen += run(course, Judge(lambda task: answer), book, found)
    full, short = seen

    assert (full.fresh, short.fresh) == (False, False)
    assert full == replace(first, fresh=False)
    table = [
        (one.points, one.passed, one.wrong, one.notes, one.lessons[0].steps[0].status)
        for one in (first, full, short)
    ]
    assert table == [(5, 0, "1.1 A limit of 5 was accepted.", ("a note",), "failed")] * 3
    assert [len(one.lessons[0].steps[0].checks) for one in (full, short)] == [3, 1]


def test_each_known_verdict_is_one_question(course: Course, tmp_path: Path) -> None:
    """What a second run asks of the database grows by one statement for each submission."""
    found = handed_in(tmp_path, course, 4)
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, found)
    asked = []
    for many in (1, 4):
        with opened(course, tmp_path, whole=False) as book:
            words: list[str] = []
            event.listen(
                book._engine, "before_cursor_execute", lambda *told, to=words: to.append(told[2])
            )
            run(course, Judge(worth(course, 5)), book, found[:many])
            asked.append(words)
    assert [len(words) for words in asked] == [1, 4]


def test_a_grader_loads_no_pytest() -> None:
    """Half of a run over a class that is known would be the loading of what judges."""
    words = (
        "import sys; import checker.console, checker.grading.gradebook, checker.grading.executors;"
        "print(sorted({'pytest', 'httpx'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_again_judges_what_is_known(course: Course, tmp_path: Path) -> None:
    """A regrade is a new verdict on the same attempt, and the grade says why it changed."""
    found = handed_in(tmp_path, course, 1)
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, found)
    with opened(course, tmp_path, again=True) as book:
        run(course, Judge(worth(course, 7)), book, found)
        [record] = book.records()
        assert [one.verdict.report and one.verdict.report.points for one in record.attempts] == [7]
        assert [(change.old, change.new, change.why) for change in book.changes("learner-00")] == [
            (None, 5.0, "handed in"),
            (5.0, 7.0, "judged anew"),
        ]


def parts(
    course: Course, folder: Path, points: dict[int, int], again: bool = False, count: int = 1
) -> list[bool]:
    """A run about some lessons, by their number, as ``course grade --lesson``; what was new."""
    lessons = [course.lessons[number - 1] for number in points]
    report = empty(lessons)
    results = tuple(
        replace(result, points=many, error=None, status="failed")
        for result, many in zip(report.lessons, points.values(), strict=True)
    )
    answer = VERDICTS.dump_json(Verdict(replace(report, lessons=results)))
    anew = datetime.now(UTC) if again else None
    with Gradebook(folder / NAME, lessons, False, anew) as book:
        judging = Grader(course, lessons, False, Judge(lambda task: answer).place, book)
        return [grade.fresh for _, grade in judging.grade(handed_in(folder, course, count))]


def test_a_run_of_one_lesson_leaves_the_others(course: Course, tmp_path: Path) -> None:
    """Pages, grades and later deadlines know each lesson's last verdict, of whichever run."""
    first, second = (lesson.id for lesson in course.lessons[:2])
    parts(course, tmp_path, {1: 8, 2: 3})
    parts(course, tmp_path, {2: 6})
    with opened(course, tmp_path) as book:
        [member] = classroom(book, course.lessons[:2], "Class", None).members
        assert member.report is not None
        assert [(one.id, one.points) for one in member.report.lessons] == [(first, 8), (second, 6)]
        assert [one.lessons for one in member.attempts] == [(1, 2)]
        assert "not handed in" not in feedback_page(
            classroom(book, course.lessons[:2], "Class", None), member
        )
        book.deadline(NOON - DAY * 9999, 1, "the plan", "teacher")
        assert {first: 0.0, second: 0.0} == book.records()[0].points


def test_a_lesson_that_no_run_was_about_is_not_judged(course: Course, tmp_path: Path) -> None:
    """It is not said to be missing: nobody has looked."""
    parts(course, tmp_path, {2: 6}, count=2)
    with opened(course, tmp_path) as book:
        book.override("learner-01", course.lessons[0].id, 5, "shown", "teacher")
        made = classroom(book, course.lessons[:2], "Class", None)
    page = feedback_page(made, made.members[0])
    assert ("not judged" in page, "not handed in" in page) == (True, False)


def test_what_was_not_handed_in_stays_so(course: Course, tmp_path: Path) -> None:
    """A run of one lesson leaves what an earlier one has found missing of the others."""
    lessons = course.lessons[:2]
    missing = empty(lessons).lessons[0]
    handed = replace(empty(lessons).lessons[1], points=3, error=None, status="failed")
    for some in ((missing, handed), (handed,)):
        answer = VERDICTS.dump_json(Verdict(replace(empty(lessons), lessons=some)))
        asked = [course.lesson(one.id) for one in some]
        with Gradebook(tmp_path / NAME, asked, False) as book:
            place = Judge(lambda task, answer=answer: answer).place
            list(Grader(course, asked, False, place, book).grade(handed_in(tmp_path, course)))
    with opened(course, tmp_path) as book:
        book.override("learner-01", lessons[0].id, 5, "shown", "teacher")
        made = classroom(book, lessons, "Class", None)
    page = feedback_page(made, made.members[0])
    assert ("not judged" in page, "not handed in" in page) == (False, True)


def test_what_is_judged_anew_holds_against_what_was_known(course: Course, tmp_path: Path) -> None:
    """A run that finds an older verdict of a lesson does not bring it back, nor adds a row."""
    lesson = course.lessons[1].id
    runs: list[tuple[dict[int, int], bool]] = [
        ({1: 8, 2: 3}, False), ({2: 6}, True), ({1: 8, 2: 3}, False), ({2: 6}, False)
    ]  # fmt: skip
    fresh = [parts(course, tmp_path, points, again) for points, again in runs]
    assert fresh == [[True], [True], [False], [False]]
    with opened(course, tmp_path) as book:
        assert book.records()[0].points[lesson] == 6.0
        assert [(c.old, c.new) for c in book.changes() if c.lesson == lesson] == [
            (None, 3.0),
            (3.0, 6.0),
        ]
    with sqlite3.connect(tmp_path / NAME) as database:
        [[rows]] = database.execute("SELECT count(*) FROM judging")
    database.close()
    assert rows == 2


def test_a_course_that_is_as_before_judges_as_before(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that was changed and changed back: the verdict of the course that is here holds."""
    parts(course, tmp_path, {1: 8})
    with monkeypatch.context() as changed:
        changed.setattr(tasks, "digest", lambda: "another")
        assert parts(course, tmp_path, {1: 2}) == [True]
    assert parts(course, tmp_path, {1: 0}) == [False]
    with opened(course, tmp_path) as book:
        assert [change.new for change in book.changes()] == [8.0, 2.0, 8.0]


def test_each_verdict_is_unpacked_once(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where checks give points, and for grade, attempt and page alike."""
    parts(course, tmp_path, {1: 8}, count=3)
    unpacked: list[bytes] = []
    real = judging.opened
    monkeypatch.setattr(judging, "opened", lambda body: (unpacked.append(body), real(body))[1])
    with opened(course, tmp_path) as book:
        book.credit(True, "as announced", "teacher")
        unpacked.clear()
        classroom(book, course.lessons[:1], "Class", None)
    assert len(unpacked) == 3


def test_a_stopped_run_goes_on(course: Course, tmp_path: Path) -> None:
    """What was judged before the stop is kept; only the rest is judged."""
    found = handed_in(tmp_path, course, 6)
    judge = Judge(worth(course, 5))
    with opened(course, tmp_path) as book:
        ready = Grader(course, course.lessons[:1], False, judge.place, book).grade(found)
        kept = [next(ready), next(ready)]
        ready.close()
    with opened(course, tmp_path) as book:
        rest = run(course, judge, book, found)

    assert len(kept) == len([grade for grade in rest if not grade.fresh])
    assert {one.learner for one in found} == {grade.learner for grade in rest}


def test_a_verdict_that_may_be_another_is_not_kept(course: Course, tmp_path: Path) -> None:
    """A lost worker costs nobody a grade: the next run judges anew, the others go on."""

    def answer(task: tasks.Task) -> bytes:
        if not judge.tasks[1:]:
            raise RuntimeError("lost")
        return worth(course, 5)(task)

    judge = Judge(answer)
    found = handed_in(tmp_path, course)
    with opened(course, tmp_path) as book:
        grades = sorted(run(course, judge, book, found), key=lambda grade: grade.learner)
        assert [g.problem for g in grades] == ["It could not be judged: RuntimeError.", ""]
        assert [record.learner for record in book.records()] == ["learner-01"]
        assert [
            grade.fresh
            for grade in sorted(run(course, judge, book, found), key=lambda g: g.learner)
        ] == [True, False]


def same(folder: Path, course: Course, count: int) -> list[Submission]:
    """Learners who hand in the very same."""
    for number in range(count):
        corpus.lay(folder / f"learner-{number:02}", course.lessons[0], {})
    return find(folder)


class Later(Judge):
    """Begins a task when its future is waited for, so that all that can be is under way."""

    def __init__(self, answer: Callable[[tasks.Task], bytes]) -> None:
        super().__init__(answer)
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tasks.append(args[0])
        self.futures.append(Future())
        return self.futures[-1]

    def go(self, *_: object, **__: object) -> Any:
        for number, future in enumerate(self.futures):
            if not future.done():
                future.set_result(self.answer(self.tasks[number]))
        return wait(self.futures)


def test_two_of_one_learner_are_two_attempts_in_every_run(course: Course, tmp_path: Path) -> None:
    """A folder and an archive of one name do not become more with each run, nor with a regrade."""
    [one, other] = handed_in(tmp_path, course, 2)
    other = replace(other, learner=one.learner)
    for again in (False, False, True, False):
        with opened(course, tmp_path, again=again) as book:
            run(course, Judge(worth(course, 5)), book, [one, other])
            [record] = book.records()
            assert len(record.attempts) == 2
    with opened(course, tmp_path) as book, book._reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM judging").scalar() == 4


def test_a_stopped_regrade_goes_on(course: Course, tmp_path: Path) -> None:
    """With its moment, what it has judged is known; what was judged before is not."""
    found = handed_in(tmp_path, course, 3)
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, found)
    began = datetime.now(UTC)
    with opened(course, tmp_path, anew=began) as book:
        run(course, Judge(worth(course, 7)), book, found[:1])
    with opened(course, tmp_path, anew=began) as book:
        grades = run(course, Judge(worth(course, 8)), book, found)
        assert [(one.points, one.fresh) for one in grades] == [(7, False), (8, True), (8, True)]
        assert [list(record.points.values()) for record in book.records()] == [[7.0], [8.0], [8.0]]


@pytest.mark.parametrize("again", [False, True])
def test_the_same_under_way_is_judged_once(
    again: bool, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who hand in the same while it is judged wait for that verdict, and each gets it."""
    judge = Later(worth(course, 5))
    monkeypatch.setattr(grader, "wait", lambda tasks, **how: (judge.go(), wait(tasks))[1])
    found = same(tmp_path, course, 4)
    with opened(course, tmp_path, again=again) as book:
        grades = run(course, judge, book, found)
        assert len(judge.tasks) == 1
        assert [(grade.learner, grade.points) for grade in grades] == [
            (one.learner, 5) for one in found
        ]
        assert [record.points for record in book.records()] == [{course.lessons[0].id: 5.0}] * 4


def test_who_waits_is_judged_when_the_first_is_not(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lost worker costs the first its verdict; the others are judged, once."""

    def answer(task: tasks.Task) -> bytes:
        if len(judge.tasks) == 1:
            return VERDICTS.dump_json(Verdict(None, "Its worker was lost.", final=False))
        return worth(course, 5)(task)

    judge = Later(answer)
    monkeypatch.setattr(grader, "wait", lambda tasks, **how: (judge.go(), wait(tasks))[1])
    found = same(tmp_path, course, 4)
    with opened(course, tmp_path) as book:
        grades = run(course, judge, book, found)
        assert [record.learner for record in book.records()] == [one.learner for one in found[1:]]
    assert len(judge.tasks) == 2
    assert [grade.problem for grade in grades] == ["Its worker was lost.", "", "", ""]


# -- no grade without a row ----------------------------------------------------------------


def test_rows_are_only_added(course: Course, tmp_path: Path) -> None:
    """Whoever opens the file with another program cannot change or take back a row either."""
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, handed_in(tmp_path, course))
    with sqlite3.connect(tmp_path / NAME) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master "
                                                     "WHERE type = 'table'")]  # fmt: skip
        filled = [t for t in tables if database.execute(f"SELECT 1 FROM {t}").fetchone()]
        for table in filled:
            for words in (f"DELETE FROM {table}", f"UPDATE {table} SET id = 99"):
                with pytest.raises(sqlite3.IntegrityError, match="rows are only added"):
                    database.execute(words)
    database.close()
    assert {"verdict", "attempt", "judging", "change"} <= set(filled)


def test_override_and_back(course: Course, tmp_path: Path) -> None:
    """Points by hand hold against a regrade, name their reason and author, and go again."""
    lesson = course.lessons[0].id
    found = handed_in(tmp_path, course, 1)
    with opened(course, tmp_path, again=True) as book:
        run(course, Judge(worth(course, 5)), book, found)
        book.override("learner-00", lesson, 8.5, "shown in class", "teacher")
        run(course, Judge(worth(course, 6)), book, found)
        assert {lesson: 8.5} == book.records()[0].points
        book.override("learner-00", lesson, None, "a mix-up", "teacher")
        assert {lesson: 6.0} == book.records()[0].points
        assert [(c.old, c.new, c.why, c.author) for c in book.changes()[1:]] == [
            (5.0, 8.5, "override: shown in class", "teacher"),
            (8.5, 6.0, "override removed: a mix-up", "teacher"),
        ]


def test_points_by_hand_have_two_decimals(course: Course, tmp_path: Path) -> None:
    """What no list could show as it is, is refused."""
    found = handed_in(tmp_path, course, 1)
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, found)
        with pytest.raises(UsageError, match=r"8\.555 has more than two decimals"):
            book.override("learner-00", course.lessons[0].id, 8.555, "shown", "teacher")
        book.override("learner-00", course.lessons[0].id, 8.55, "shown", "teacher")
        assert {course.lessons[0].id: 8.55} == book.records()[0].points


def test_totals_are_of_the_lessons_with_grades(course: Course, tmp_path: Path) -> None:
    """A course that runs week by week: points are of what anybody was judged on so far."""
    first, second = course.lessons[:2]
    with opened(course, tmp_path) as book:
        assert book.about(course.lessons) == list(course.lessons)
    parts(course, tmp_path, {1: 8})
    with opened(course, tmp_path) as book:
        book.deadline(NOON, 0, "the plan", "teacher")
        book.deadline(NOON + DAY, 0, "the plan", "teacher", lesson=second.id)
        made = classroom(book, course.lessons, "Class", None)
    [member] = made.members
    page = feedback_page(made, member)
    assert (made.lessons, made.max_points, member.max_points) == ((first,), 9, 9)
    assert [one.name for one in made.deadlines] == ["All lessons", second.title]
    assert "So far, points are of lesson 1." in page
    assert "Due: lessons 1, 3, 4, 5, 6, 7 and 8 Dec" in page
    assert classroom_words(course, tmp_path) == ""


def classroom_words(course: Course, folder: Path) -> str:
    """What the pages say of a course that is judged in full."""
    with opened(course, folder) as book:
        return classroom(book, course.lessons[:1], "Class", None).so_far


def test_deadline_extension_and_policy(course: Course, tmp_path: Path) -> None:
    """A deadline counts for all, an extension for one; each changed grade says so."""
    found = [replace(one, submitted=NOON + DAY / 2) for one in handed_in(tmp_path, course)]
    lesson = course.lessons[0].id
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 8)), book, found)
        book.deadline(NOON, 0.25, "the plan", "teacher")
        assert [record.points[lesson] for record in book.records()] == [6.0, 6.0]
        assert [record.attempts[0].late for record in book.records()] == [(lesson,), (lesson,)]
        book.deadline(NOON + DAY, 0.25, "ill", "teacher", learner="learner-00")
        assert [record.points[lesson] for record in book.records()] == [8.0, 6.0]
        assert "ill" in book.changes("learner-00")[-1].why

        (found[1].path / "lessons" / lesson / "own.py").write_text("worse")
        worse = [replace(found[1], submitted=NOON - DAY)]
        run(course, Judge(worth(course, 7)), book, worse)
        assert book.records()[1].points[lesson] == 7.0
        book.policy("latest", "as announced", "teacher")
        assert book.records()[1].points[lesson] == 6.0


@pytest.mark.parametrize(
    ("late", "share"),
    [(-DAY, 1.0), (DAY * 0, 1.0), (timedelta(seconds=1), 0.9), (DAY, 0.9), (DAY * 1.5, 0.8),
     (DAY * 30, 0.0)],
)  # fmt: skip
def test_each_day_begun_counts(late: timedelta, share: float) -> None:
    """To the second, and never below nothing."""
    assert share == pytest.approx(Due(NOON, 0.1).kept(NOON + late))
    assert stand([Try(NOON + late, 8)], (), "best").kept == 1.0


def test_rules_are_read_once_for_a_class(course: Course, tmp_path: Path) -> None:
    """Who settles a class asks the database as often as for one learner."""
    asked = []
    for many in (1, 5):
        words: list[str] = []
        with opened(course, tmp_path) as book:
            run(course, Judge(worth(course, 8)), book, handed_in(tmp_path, course, many))
            event.listen(
                book._engine, "before_cursor_execute", lambda *told, to=words: to.append(told[2])
            )
            book.deadline(NOON - DAY * (9998 + many), 0.5, "the plan", "teacher")
            book.policy("best" if many == 1 else "latest", "as announced", "teacher")
            found = [record.points[course.lessons[0].id] for record in book.records()]
            assert found == [0.0] * many
        asked.append([text for text in words if "SELECT" in text])
    assert len(asked[0]) == len(asked[1]) > 0


def test_an_unknown_learner_is_refused(course: Course, tmp_path: Path) -> None:
    """With who may be meant and the way out, and nothing is written."""
    lesson = course.lessons[0].id
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 8)), book, handed_in(tmp_path, course))
        with pytest.raises(UsageError, match="no learner 'lerner-01'") as deadline:
            book.deadline(NOON, 0, "ill", "teacher", learner="lerner-01")
        with pytest.raises(UsageError) as override:
            book.override("LEARNER-1", lesson, 1, "shown", "teacher")
        with pytest.raises(UsageError) as story:
            book.changes("x")
        assert book.rulebook().deadlines == ()
        assert "learner-01" in deadline.value.remedy.partition("?")[0]
        assert deadline.value.remedy.endswith("say so with --ahead.")
        assert override.value.remedy == "Did you mean learner-01 or learner-00?"
        assert story.value.remedy == "There are: learner-00, learner-01."


def test_an_extension_before_the_first_hand_in(course: Course, tmp_path: Path) -> None:
    """It is kept, counts once something comes, and a second one needs no flag."""
    [one] = [replace(one, submitted=NOON + DAY) for one in handed_in(tmp_path, course, 1)]
    with opened(course, tmp_path) as book:
        book.deadline(NOON, 1, "the plan", "teacher")
        book.deadline(NOON + DAY / 2, 1, "ill", "teacher", learner="learner-00", ahead=True)
        book.deadline(NOON + DAY, 1, "ill for long", "teacher", learner="learner-00")
        assert book.changes("learner-00") == []
        run(course, Judge(worth(course, 8)), book, [one])
        assert [record.points for record in book.records()] == [{course.lessons[0].id: 8.0}]


def test_best_and_latest() -> None:
    """Of equals the earliest counts; points by hand lose nothing to a deadline."""
    tries = [Try(NOON + DAY, 4), Try(NOON, 6), Try(NOON + DAY * 2, 6)]
    half, none = Due(NOON + DAY, 0.5), Due(NOON, 1)
    late = Standing(3, tries[2], judged=3, due=half)
    given = Standing(9, tries[1], by_hand=True, judged=6, due=none)

    assert Standing(6, tries[1], judged=6) == stand(tries, (), "best")
    assert late == stand(tries, [half], "latest")
    assert (late.late, late.kept, late.days) == (True, 0.5, 1)
    assert given == stand(tries, [none], "best", override=9)
    assert Standing(0.0) == stand([], (), "best")


def test_a_moved_deadline_keeps_what_late_costs(course: Course, tmp_path: Path) -> None:
    """For all lessons, and for one that had no deadline of its own; at first, late is nothing."""
    first, second = (lesson.id for lesson in course.lessons[:2])
    with opened(course, tmp_path) as book:
        assert book.deadline(NOON, None, "the plan", "teacher").row.per_day == 1.0
        book.deadline(NOON, 0.1, "milder", "teacher")
        moved = book.deadline(NOON + DAY, None, "snow", "teacher")
        alone = book.deadline(NOON, None, "sooner", "teacher", lesson=first)
        assert (moved.row.per_day, alone.row.per_day) == (0.1, 0.1)
        assert [name(row) for row in (moved.row, moved.replaced)] == ["deadline-3", "deadline-2"]
        assert alone.replaced is None
        book.deadline(NOON, 0, "milder still", "teacher")
        assert book.rulebook().rules.dues(None, first) == (Due(NOON, 0.1),)
        assert book.rulebook().rules.dues(None, second) == (Due(NOON, 0),)


def test_an_extension_is_as_for_everybody(course: Course, tmp_path: Path) -> None:
    """It takes off what is taken off for all, also when that is set anew; never more."""
    [one] = [replace(one, submitted=NOON + DAY * 2) for one in handed_in(tmp_path, course, 1)]
    lesson = course.lessons[0].id

    def points() -> float:
        return book.records()[0].points[lesson]

    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 8)), book, [one])
        book.deadline(NOON, 0.25, "the plan", "teacher")
        book.deadline(NOON + DAY, None, "ill", "teacher", learner="learner-00")
        assert points() == 6.0
        book.deadline(NOON, 0.125, "milder", "teacher")
        assert points() == 7.0
        book.deadline(NOON + DAY, 1, "strict", "teacher", learner="learner-00", lesson=lesson)
        assert points() == 6.0
        book.deadline(NOON + DAY * 3, None, "snow", "teacher", lesson=lesson)
        assert points() == 8.0
        assert "extension" in book.changes("learner-00")[-2].why


def test_an_extension_without_a_deadline_takes_nothing(course: Course, tmp_path: Path) -> None:
    """Who alone has a deadline is not worse off than everybody."""
    [one] = [replace(one, submitted=NOON + DAY) for one in handed_in(tmp_path, course, 1)]
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 8)), book, [one])
        decision = book.deadline(NOON, 1, "early", "teacher", learner="learner-00")
        assert decision.changes == ()
        [change] = book.deadline(NOON, 0.5, "the plan", "teacher").changes
        assert (change.old, change.new) == (8.0, 4.0)


def test_a_removed_deadline_holds_no_longer(course: Course, tmp_path: Path) -> None:
    """Nor does one that it replaced; the one for all lessons does. Grades say why."""
    [one] = [replace(one, submitted=NOON + DAY) for one in handed_in(tmp_path, course, 1)]
    lesson = course.lessons[0].id
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 8)), book, [one])
        book.deadline(NOON, 0.25, "the plan", "teacher")
        book.deadline(NOON, 1, "strict", "teacher", lesson=lesson)
        book.deadline(NOON, 0.5, "half", "teacher", lesson=lesson)
        decision = book.remove("deadline-3", "a mix-up", "teacher")
        assert [(c.old, c.new, c.why) for c in decision.changes] == [
            (4.0, 6.0, "deadline removed: a mix-up")
        ]
        assert [name(row) for row in decision.now.due] == ["deadline-1"]
        book.deadline(NOON + DAY, None, "ill", "teacher", learner="learner-00")
        assert book.remove("extension-4", "was well", "teacher").changes[0].new == 6.0
        rulebook = book.rulebook()
        assert [rulebook.state(row) for row in rulebook.deadlines] == [
            "in force", "replaced", "removed", "removed"
        ]  # fmt: skip
        with pytest.raises(UsageError, match="deadline-2 is not in force: it was replaced"):
            book.remove("deadline-2", "again", "teacher")


def test_points_by_hand_are_removed_by_their_name(course: Course, tmp_path: Path) -> None:
    """What they replaced stays replaced, and what was never given cannot be taken back."""
    lesson = course.lessons[0].id
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, handed_in(tmp_path, course))
        book.override("learner-00", lesson, 8, "shown", "teacher")
        book.override("learner-00", lesson, 9, "shown again", "teacher")
        [change] = book.remove("override-2", "a mix-up", "teacher").changes
        assert (change.old, change.new, change.why) == (9.0, 5.0, "override removed: a mix-up")
        rulebook = book.rulebook()
        assert [rulebook.state(row) for row in rulebook.given] == ["replaced", "removed"]
        with pytest.raises(UsageError, match="no points by hand"):
            book.override("learner-01", lesson, None, "nothing", "teacher")


@pytest.mark.parametrize(("reason", "author"), [("", "teacher"), (" \t\n", "teacher"), ("x", " ")])
def test_a_decision_without_a_reason_or_an_author(
    reason: str, author: str, course: Course, tmp_path: Path
) -> None:
    """It is refused, whichever it is, and nothing is written."""
    lesson = course.lessons[0].id
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, handed_in(tmp_path, course, 1))
        book.deadline(NOON + DAY * 9999, 1, "the plan", "teacher")
        for decide in (
            lambda: book.override("learner-00", lesson, 1, reason, author),
            lambda: book.deadline(NOON, 0, reason, author),
            lambda: book.remove("deadline-1", reason, author),
            lambda: book.policy("latest", reason, author),
            lambda: book.credit(True, reason, author),
        ):
            with pytest.raises(UsageError, match="blank") as refused:
                decide()
            assert refused.value.exit_code == 2
        found = book.rulebook()
        assert (len(found.due), found.given, found.policies, found.credits) == (1, (), (), ())


def test_a_gradebook_from_before_opens(course: Course, tmp_path: Path) -> None:
    """One without the newer tables and columns gets what it lacks, and keeps what it has."""
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, handed_in(tmp_path, course, 1))
    with sqlite3.connect(tmp_path / NAME) as database:
        database.execute("DROP TABLE removal")
    database.close()
    with opened(course, tmp_path) as book:
        assert len(book.records()) == 1
        book.deadline(NOON, None, "ill", "teacher", learner="learner-00")
        book.remove("extension-1", "was well", "teacher")
        assert book.rulebook().due == ()


# -- what people and programs are shown ----------------------------------------------------


def told(show: Callable[..., None], *values: Any, width: int | None = None) -> str:
    """What a view writes, as plain lines, or wrapped to a width."""
    out = io.StringIO()
    console = Console(file=out, width=width or 10_000, soft_wrap=width is None, highlight=False)
    show(Look(width is None, console=console), *values)
    return out.getvalue()


def walked(course: Course, folder: Path) -> Gradebook:
    """A class of two: one late by two days, with points by hand twice; one in time."""
    early, late = handed_in(folder, course)
    lesson = course.lessons[0].id
    book = opened(course, folder).__enter__()
    found = [replace(early, submitted=NOON), replace(late, submitted=NOON + DAY * 2)]
    run(course, Judge(worth(course, 8)), book, found)
    book.deadline(NOON, 0.25, "the plan", "teacher")
    book.override("learner-01", lesson, 2, "shown", "teacher")
    book.override("learner-01", lesson, 3, "shown again", "teacher")
    return book


def test_standings_say_what_is_late_and_by_hand(course: Course, tmp_path: Path) -> None:
    """In words, also for programs, and that points by hand hide a better attempt."""
    lessons = course.lessons[:1]
    with walked(course, tmp_path) as book:
        records = book.records()
        lines = told(show_standings, records, lessons).splitlines()
        assert lines == [
            "learner-00: 8 of 9 points (1:8)",
            "learner-01: 3 of 9 points (1:3 by hand)",
            "learner-01, lesson 1 (Core concepts): 3 by hand hide an attempt worth 4.",
        ]
        sheet = list(csv.DictReader(io.StringIO(overview.to_csv(records, lessons))))
        assert [tuple(row.values()) for row in sheet] == [
            ("learner-00", "8", "9", "8", "", "", ""),
            ("learner-01", "3", "9", "3", "", "1", "1"),
        ]
        [_, one] = overview.to_json(records, lessons)["learners"]
        [found] = one["lessons"]
        keys = ("points", "without_hand", "earned", "kept", "days_late")
        assert [found[key] for key in keys] == [3.0, 4.0, 8.0, 0.5, 2]
        book.remove("override-2", "a mix-up", "teacher")
        assert "(1:4 late)" in told(show_standings, book.records(), lessons)


@pytest.mark.parametrize("width", [None, 80, 40])
def test_the_story_of_a_grade(width: int | None, course: Course, tmp_path: Path) -> None:
    """When it came in, how late, by which rule, and which points by hand hold no longer."""
    lesson = course.lessons[0]
    with walked(course, tmp_path) as book:
        [record] = book.records("learner-01")
        changes, rulebook = book.changes("learner-01"), book.rulebook()
        story = told(show_story, record, changes, rulebook, course.lessons[:1], width=width)
    words = " ".join(story.split())
    assert lesson.id not in story
    for part in (
        "Lesson 1 (Core concepts): 3 of 9 points",
        "shown again (teacher, ",
        "4 points, more than by hand",
        f"{clock(NOON + DAY * 2)}, 2 days late",
        "50 % of 8 points",
        f"{clock(NOON)}; late: 25 % off for each day begun (deadline-1)",
        "lesson 1: 8 points as judged; late for lesson 1",
        "nothing to 8 points. Handed in (course)",
        f"8 to 4 points. Deadline {clock(NOON)}: the plan (teacher)",
        "4 to 2 points. Override: shown (teacher); replaced since",
    ):
        assert part in words
    assert words.endswith("2 to 3 points. Override: shown again (teacher)")
    assert max(map(len, story.splitlines())) <= (width or 10_000)
    times = re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\S{6})?", words)
    assert len(times) > 7
    assert all(re.match(r"[+-]\d\d:\d\d", zone) for zone in times)


def test_a_story_for_programs(course: Course, tmp_path: Path) -> None:
    """The same as JSON, and its changes as CSV."""
    with walked(course, tmp_path) as book:
        [record] = book.records("learner-01")
        changes = book.changes("learner-01")
    made = overview.story(record, changes, course.lessons[:1])
    assert [(one["old"], one["new"]) for one in made["changes"]] == [
        (None, 8.0), (8.0, 4.0), (4.0, 2.0), (2.0, 3.0)
    ]  # fmt: skip
    assert made["attempts"][0]["late"] == [course.lessons[0].id]
    rows = list(csv.DictReader(io.StringIO(overview.changes_csv(changes))))
    assert [row["why"] for row in rows][-2:] == ["override: shown", "override: shown again"]


def test_a_learner_reads_what_holds(course: Course, tmp_path: Path) -> None:
    """Points by hand that were replaced are not on the page; the learner's own deadline is."""
    with walked(course, tmp_path) as book:
        book.deadline(NOON + DAY, None, "ill", "teacher", learner="learner-01")
        _, member = classroom(book, course.lessons[:1], "Class", None).members
    assert [one.what for one in member.overrides] == ["lesson 1 counts 3 of 9 points"]
    [account] = member.accounts.values()
    assert (account.due, account.own, account.counts) == (NOON + DAY, True, 3)


def test_what_a_deadline_says(course: Course, tmp_path: Path) -> None:
    """What, for whom, until when, what late work costs, what it replaced, and what else counts."""
    lessons, second = course.lessons[:2], course.lessons[1].id
    with walked(course, tmp_path) as book:
        moved = book.deadline(NOON + DAY, None, "snow", "teacher")
        own = book.deadline(NOON, None, "ill", "teacher", learner="learner-01")
        alone = book.deadline(NOON, 0, "mild", "teacher", lesson=second)
        removed = book.remove("extension-3", "was well", "teacher")
    texts = [told(show_deadline, one, lessons, False).splitlines() for one in (moved, own)]
    assert texts == [
        [
            "deadline-2, all lessons, for everybody",
            f"  Due: {clock(NOON + DAY)}",
            "  Late: 25 % off for each day begun, as before",
            f"  Replaces: {clock(NOON)}; late: 25 % off for each day begun (deadline-1)",
            "  Reason: snow (teacher)",
            "0 grades changed.",
        ],
        [
            "extension-3, all lessons, for learner-01",
            f"  Due: {clock(NOON)}",
            "  Late: as for everybody: 25 % off for each day begun",
            "  Replaces: nothing",
            f"  Everybody: all lessons, {clock(NOON + DAY)}; late: 25 % off for each day begun; "
            "that is later, and what gives more counts",
            "  Reason: ill (teacher)",
            "0 grades changed.",
        ],
    ]
    lines = told(show_deadline, alone, lessons, True).splitlines()
    assert lines[0] == "deadline-4, lesson 2 (Request handling), for everybody"
    assert lines[2] == "  Late: nothing off"
    assert lines[3].startswith("  Replaces: for this lesson, deadline-2, all lessons, ")
    assert "extension-3 in force, and counts first" in lines[4]
    lines = told(show_removal, removed, lessons, "was well (teacher)").splitlines()
    assert lines[0] == "Removed: extension-3, all lessons, for learner-01"
    assert lines[2].startswith("  Now: deadline-2, all lessons, for everybody: ")


# -- bad input -----------------------------------------------------------------------------


def test_a_locked_gradebook_stops_nobody(course: Course, tmp_path: Path) -> None:
    """Each is judged all the same, and the list says what was not kept."""
    found = handed_in(tmp_path, course)
    with opened(course, tmp_path, patience=0) as book:
        with sqlite3.connect(book.path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            grades = run(course, Judge(worth(course, 5)), book, found)
        other.close()
        assert [grade.points for grade in grades] == [5, 5]
        assert all("not kept" in grade.notes[-1] for grade in grades)
        assert book.records() == []


def test_a_gradebook_that_nobody_may_read_stops_nobody(course: Course, tmp_path: Path) -> None:
    """What is known cannot be looked up, so it is judged; nothing that was kept is lost."""
    found = handed_in(tmp_path, course)
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, found)
    with opened(course, tmp_path, patience=0) as book:
        other = sqlite3.connect(book.path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        held = run(course, Judge(worth(course, 7)), book, found)
        other.execute("ROLLBACK")
        other.close()
        after = run(course, Judge(worth(course, 7)), book, found)

    assert [(grade.fresh, grade.points) for grade in held] == [(True, 7), (True, 7)]
    assert all("not kept" in grade.notes[-1] for grade in held)
    assert [(grade.fresh, grade.points, grade.notes) for grade in after] == [(False, 5, ())] * 2


def test_a_held_gradebook_is_waited_for_once(course: Course, tmp_path: Path) -> None:
    """A class of thousands does not wait ten seconds for each while another program holds it."""
    waits: list[int] = []
    found = handed_in(tmp_path, course, 3)
    with opened(course, tmp_path, patience=0.001) as book:
        run(course, Judge(worth(course, 5)), book, found)

        @event.listens_for(book._engine, "checkout")
        def _(connection: Any, *_: object) -> None:
            waits.append(connection.execute("PRAGMA busy_timeout").fetchone()[0])

        with sqlite3.connect(book.path, isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            run(course, Judge(worth(course, 7)), book, found)
            other.execute("ROLLBACK")
        other.close()
        book.records()
        book.records()
    assert (waits[0], set(waits[1:-1]), waits[-1]) == (1, {0}, 1)


def test_a_gradebook_held_at_the_start_is_told(course: Course, tmp_path: Path) -> None:
    """One sentence, the way out, exit code 2; nothing is judged and nothing lost."""
    found = handed_in(tmp_path, course)
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 5)), book, found)
    other = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UsageError, match="database is locked") as told:
        opened(course, tmp_path, patience=0).__enter__()
    other.close()
    assert (told.value.exit_code, "no other program holds" in told.value.remedy) == (2, True)
    with opened(course, tmp_path) as book:
        assert len(book.records()) == 2


def test_what_is_no_gradebook_is_left_alone(course: Course, tmp_path: Path) -> None:
    """One sentence and a way out; the file is as it was."""
    (tmp_path / NAME).write_text("my notes " * 200)
    with pytest.raises(UsageError, match="cannot be used"), opened(course, tmp_path):
        pass
    assert (tmp_path / NAME).read_text() == "my notes " * 200


def test_list_of_names_and_paths(course: Course, tmp_path: Path) -> None:
    """Paths are the list's neighbours; a time has a zone; a lost path is one problem of many."""
    handed_in(tmp_path, course, 1)
    (tmp_path / "list.csv").write_text(
        "Learner,Path,Submitted\na,learner-00,2026-12-01T12:00+00:00\nb,nowhere.zip,\n"
    )
    found = find(tmp_path / "list.csv")

    assert [(one.learner, one.submitted) for one in found] == [("a", NOON), ("b", None)]
    assert found[0].path == tmp_path / "learner-00"
    with pytest.raises(Refused, match="no such file"):
        pack(course, found[1])


@pytest.mark.parametrize(
    "text", ["name,file\na,b\n", "learner,path\n", "learner,path\n,b\n",
             "learner,path,submitted\na,b,soon\n", "\xff\xfe"],
)  # fmt: skip
def test_a_wrong_list_is_refused(text: str, tmp_path: Path) -> None:
    """With what is wrong, and where."""
    (tmp_path / "list.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=r"list\.csv"):
        find(tmp_path / "list.csv")


def test_a_day_ends_with_its_last_minute() -> None:
    """A deadline given as a day is not its first second."""
    assert (moment("2026-12-01", "").hour, moment("2026-12-01", "").minute) == (23, 59)


# -- the class -----------------------------------------------------------------------------


def test_a_class_is_made_of_it(course: Course, tmp_path: Path) -> None:
    """The page's numbers and the sheet's rows are the gradebook's, deadlines applied."""
    found = [replace(one, submitted=NOON + DAY / 2) for one in handed_in(tmp_path, course)]
    lessons = course.lessons[:1]
    with opened(course, tmp_path) as book:
        run(course, Judge(worth(course, 8)), book, found)
        book.deadline(NOON, 0.25, "the plan", "teacher")
        made = classroom(book, lessons, "Class", similar(course, found))
        assert [row.points for row in rows(book, lessons)] == [6.0, 6.0]
    assert [(one.points, one.late) for one in made.members] == [(6.0, True)] * 2
    assert [(one.name, one.when) for one in made.deadlines] == [("All lessons", NOON)]
    assert made.similar == ()


def step(passed: str) -> StepResult:
    """A step of 3 points; a sign a check: 1 passed, 0 failed, b blocked."""
    words = {"1": "passed", "0": "failed", "b": "blocked"}
    checks = tuple(Check(f"c{n}", "C", words[sign]) for n, sign in enumerate(passed))  # type: ignore[arg-type]
    status = "passed" if set(passed) == {"1"} else "failed"
    return StepResult("1.2", "T", status, 3 if status == "passed" else 0, 3, 0.1, checks)


@pytest.mark.parametrize(
    ("passed", "free", "points"),
    [("111", (), 3.0), ("110b", (), 1.5), ("0bb", (), 0.0), ("1110", ("c0",), 2.0),
     ("110b", ("c0", "c1"), 0.0), ("01", ("c0",), 1.5), ("10", ("c0", "c1"), 0.0), ("", (), 0.0)],
)  # fmt: skip
def test_a_share_of_a_step(passed: str, free: tuple[str, ...], points: float) -> None:
    """By the checks passed; what the stub passes earns nothing, and counts when it fails."""
    assert points == of_step(step(passed), free)


def test_checks_give_points_where_that_is_the_policy(course: Course, tmp_path: Path) -> None:
    """Grade, story, pages and sheet follow, there and back; all or nothing is the default."""
    lesson = course.lessons[0]
    report = empty([lesson])
    first, second, *rest = report.lessons[0].steps
    steps = (replace(first, status="passed", points=first.max_points), step("110b"), *rest)
    one = replace(report.lessons[0], steps=steps, points=1, error=None, status="failed")
    answer = VERDICTS.dump_json(Verdict(replace(report, lessons=(one,))))
    with opened(course, tmp_path) as book:
        run(course, Judge(lambda task: answer), book, handed_in(tmp_path, course, 1))
        assert book.records()[0].points == {lesson.id: 1.0}
        book.credit(True, "as announced", "teacher")
        assert [(c.old, c.new, c.why, c.author) for c in book.changes()[1:]] == [
            (1.0, 2.5, "checks give points: as announced", "teacher")
        ]
        made = classroom(book, [lesson], "Class", None)
        [member] = made.members
        assert (member.points, member.attempts[0].points) == (2.5, 2.5)
        page = feedback_page(made, member)
        assert "2.5 of 9 points" in page
        assert '<td class="n">1.5 of 3</td>' in page
        assert "gives a share of its points" in page
        assert [row.points for row in rows(book, [lesson])] == [2.5]

        book.credit(False, "a mistake", "teacher")
        assert book.records()[0].points == {lesson.id: 1.0}
        [member] = classroom(book, [lesson], "Class", None).members
        assert "gives a share" not in feedback_page(made, member)


def scores(course: Course, *points: int) -> Callable[[tasks.Task], bytes]:
    """A judge for whom everybody has so many points in lesson 1, 2, ...; -1: not handed in."""
    report = empty(course.lessons[: len(points)])
    lessons = tuple(
        lesson if many < 0 else replace(lesson, points=many, error=None, status="failed")
        for lesson, many in zip(report.lessons, points, strict=True)
    )
    return lambda task: VERDICTS.dump_json(Verdict(replace(report, lessons=lessons)))


def hand_in_anew(
    course: Course, one: Submission, book: Gradebook, when: datetime, *points: int
) -> None:
    """Another attempt of a learner, judged so."""
    own = one.path / "lessons" / course.lessons[0].id / "own.py"
    own.write_text(f"{when}")
    judging = Grader(course, course.lessons, False, Judge(scores(course, *points)).place, book)
    assert [grade.fresh for _, grade in judging.grade([replace(one, submitted=when)])] == [True]


def shown(course: Course, book: Gradebook) -> tuple[list[str], list[int]]:
    """Of the one learner: the note on each attempt, and the points of the lessons shown."""
    [member] = classroom(book, course.lessons[:2], "Class", None).members
    assert member.report is not None
    return [one.note for one in member.attempts], [one.points for one in member.report.lessons]


def test_pages_show_what_the_grade_is_from(course: Course, tmp_path: Path) -> None:
    """The mark follows policy and deadline, lesson by lesson, and so do the verdicts shown."""
    [one] = handed_in(tmp_path, course, 1)
    first, second = (lesson.id for lesson in course.lessons[:2])
    with opened(course, tmp_path) as book:
        hand_in_anew(course, one, book, NOON, 8, 3)
        hand_in_anew(course, one, book, NOON + DAY, 5, 6)
        assert shown(course, book) == (["counts for lesson 1", "counts for lesson 2"], [8, 6])

        book.policy("latest", "as announced", "teacher")
        assert shown(course, book) == (["", "this one counts"], [5, 6])

        book.policy("best", "as before", "teacher")
        book.deadline(NOON, 0.75, "the plan", "teacher", lesson=second)
        assert shown(course, book) == (["this one counts", "late for lesson 2"], [8, 3])
        assert {first: 8.0, second: 3.0} == book.records()[0].points


def test_an_unchanged_lesson_keeps_its_time(course: Course, tmp_path: Path) -> None:
    """Where the latest counts, one handed in again with another lesson is not late for that."""
    [one] = handed_in(tmp_path, course, 1)
    first, second = (lesson.id for lesson in course.lessons[:2])
    report = empty(course.lessons[:2])
    results = tuple(replace(one, points=8, error=None, status="failed") for one in report.lessons)

    def hand_in(book: Gradebook, when: datetime, *contents: str) -> None:
        verdict = Verdict(
            replace(report, lessons=results),
            contents=dict(zip((first, second), contents, strict=True)),
        )
        judge = Judge(lambda task: VERDICTS.dump_json(verdict))
        (one.path / "lessons" / first / "own.py").write_text("".join(contents))
        run(course, judge, book, [replace(one, submitted=when)])

    with opened(course, tmp_path) as book:
        book.policy("latest", "as announced", "teacher")
        book.deadline(NOON, 0.5, "the plan", "teacher")
        hand_in(book, NOON, "a", "b")
        hand_in(book, NOON + DAY, "a", "c")
        assert {first: 8.0, second: 4.0} == book.records()[0].points
        assert book.records()[0].attempts[1].late == (second,)
        story = told(show_story, book.records()[0], book.changes(), book.rulebook(), course.lessons)
        assert f"Handed in: {clock(NOON)}; unchanged again, {clock(NOON + DAY)}" in story
        hand_in(book, NOON + DAY * 2, "d", "b")
        assert {first: 0.0, second: 8.0} == book.records()[0].points


def test_a_lesson_is_known_again_in_whatever_form(course: Course, tmp_path: Path) -> None:
    """The same files are the same content in a folder and in an archive; one more byte is not."""
    lesson = course.lessons[0]
    place = tmp_path / "class"
    corpus.lay(place / "a", lesson, {})
    shutil.make_archive(str(place / "b"), "zip", place / "a")
    corpus.lay(place / "c", lesson, {})
    with (place / "c" / "lessons" / lesson.id / "main.py").open("a") as file:
        file.write("\n")
    order = {one.learner: pack(course, one).payload() for one in find(place)}
    base = tmp_path / "base"
    (base / "runs").mkdir(parents=True)
    worker = _Worker(course, base, sandboxed=True)  # without lessons it starts nothing
    found = [
        worker.judge(Order(kind, len(data), ()), data).contents[lesson.id]
        for kind, data in order.values()
    ]
    assert (found[0] == found[1], found[0] == found[2]) == (True, False)


def test_late_is_said_of_the_lessons_that_were(course: Course, tmp_path: Path) -> None:
    """A late lesson that does not count, or has points by hand, makes no grade a late one."""
    [one] = handed_in(tmp_path, course, 1)
    first, second = (lesson.id for lesson in course.lessons[:2])
    with opened(course, tmp_path) as book:
        book.deadline(NOON, 0.5, "the plan", "teacher", lesson=first)
        hand_in_anew(course, one, book, NOON, 8, -1)
        hand_in_anew(course, one, book, NOON + DAY, 8, 6)
        [member] = classroom(book, course.lessons[:2], "Class", None).members
        notes = ["this one counts", "late for lesson 1, counts for lesson 2"]
        assert ([each.note for each in member.attempts], member.late) == (notes, False)
        assert member.notes == ()

        book.deadline(NOON, 0.25, "the plan", "teacher", lesson=second)
        [member] = classroom(book, course.lessons[:2], "Class", None).members
        assert [member.attempts[1].note, member.late] == ["late, counts for lesson 2", True]
        assert member.notes == ("Lesson 2 came after its deadline; 75 % of its points are left.",)

        book.override("learner-00", second, 7, "shown in class", "teacher")
        [member] = classroom(book, course.lessons[:2], "Class", None).members
        assert ([each.note for each in member.attempts], member.late) == (
            ["this one counts", "late"],
            False,
        )
        assert member.report is not None
        assert [lesson.points for lesson in member.report.lessons] == [8, 6]


def course_command(*words: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))}
    return subprocess.run(
        [sys.executable, str(ROOT / "course.py"), *words],
        env=clean, capture_output=True, text=True, check=False, encoding="utf-8", timeout=120,
    )  # fmt: skip


def test_from_the_command_line(course: Course, tmp_path: Path) -> None:
    """Grade, a deadline, points by hand, the story of a grade, the pages, the sheet."""
    place, lesson = tmp_path / "class", course.lessons[0]
    corpus.lay(place / "learner-01", lesson, corpus.solved(lesson))
    folder = str(place)
    most = lesson.max_points
    roster = tmp_path / "roster.csv"
    roster.write_text("Username,Grade\nlearner-01,\nlearner-02,\n")

    graded = (folder, "-l", "1", "--no-sandbox")
    first = course_command("grade", *graded, "--format", "csv")
    assert f"learner-01,{most},{most}" in first.stdout
    assert first.stdout.endswith(f",{most}\n")
    assert "other points than these" not in course_command("grade", *graded).stdout
    due = course_command("gradebook", "deadline", folder, "2020-01-01", "--late", "100")
    assert "Late: no points" in due.stdout
    assert due.stdout.endswith("1 grade changed, of 1 learner.\n")
    again = course_command("grade", *graded).stdout
    assert "1 learner has other points than these in the gradebook" in again
    assert course_command("grade", *graded, "--format", "csv").stdout.endswith(",none,0\n")
    listed = json.loads(course_command("grade", *graded, "--format", "json").stdout)
    [one] = listed["submissions"]
    assert (one["points"], one["points_counted"]) == (most, 0.0)
    late = ("gradebook", "deadline", folder, "2020-01-01", "--learner")
    assert (course_command(*late, "lerner-1").returncode, course_command(*late, "a").stdout) == (
        2,
        "",
    )
    assert course_command(*late, "a", "--ahead").stdout.endswith("0 grades changed.\n")
    share = course_command("gradebook", "credit", folder, "checks").stdout
    assert share.startswith("From now on, a step that does not pass gives a share of its points.\n")
    words = ("override", folder, "learner-01", "1", "--points", "2.5", "--reason", "shown")
    given = course_command("gradebook", *words).stdout
    assert given.startswith("override-1, lesson 1 (Core concepts), for learner-01\n")
    assert "  Points: 2.5 points by hand\n  Otherwise: 0 points\n" in given
    story = course_command("gradebook", "show", folder, "learner-01").stdout
    assert "lesson 1 (Core concepts): 0 to 2.5 points. Override: shown (" in story
    shown = course_command("gradebook", "show", folder).stdout
    assert shown.startswith("learner-01: 2.5 of 9 points (1:2.5 by hand)\n")

    page, pages = tmp_path / "class.html", tmp_path / "pages"
    done = course_command("report", folder, "-o", str(page), "--feedback", str(pages))
    assert (done.returncode, done.stderr) == (0, "")
    assert 'href="pages/learner-01.html"' in page.read_text("utf-8")
    assert "shown" in (pages / "learner-01.html").read_text("utf-8")

    sheet = tmp_path / "grades.csv"
    words = ("sheet", folder, "moodle", "--roster", str(roster), "-o", str(sheet))
    told = course_command("gradebook", *words).stdout
    assert "learner-01,2.5," in sheet.read_text("utf-8")
    assert "Handed nothing in: learner-02" in told


def test_rules_from_the_command_line(course: Course, tmp_path: Path) -> None:
    """What is in force is listed with its name, and removed by it; a blank reason is refused."""
    place = tmp_path / "class"
    folder = str(place)
    with_book = handed_in(place, course)
    with opened(course, place) as book:
        run(course, Judge(worth(course, 5)), book, with_book)

    first = course_command("gradebook", "deadline", folder, "2020-01-01T12:00+00:00").stdout
    assert "Late work gets no points, as --late was not given." in first
    moved = course_command("gradebook", "deadline", folder, "2020-01-02").stdout
    assert "Late: no points, as before\n  Replaces: 2020-01-01" in moved
    assert "as --late was not given" not in moved
    for words in (
        ("remove", folder, "deadline-2", "--reason", " "),
        ("override", folder, "learner-00", "1", "--reason", "x", "--author", ""),
        ("remove", folder, "deadline-1", "--reason", "x"),
        ("remove", folder, "deadlin-2", "--reason", "x"),
    ):
        done = course_command("gradebook", *words)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 2)
    removed = course_command("gradebook", "remove", folder, "deadline-2", "--reason", "a mix-up")
    assert "Removed: deadline-2, all lessons, for everybody" in removed.stdout
    assert "Now: no deadline" in removed.stdout
    assert "No deadlines, no extensions" in course_command("gradebook", "rules", folder).stdout
    every = course_command("gradebook", "rules", folder, "--all").stdout
    assert ("(replaced)" in every, "Removed: a mix-up (" in every) == (True, True)
    found = json.loads(course_command("gradebook", "rules", folder, "--format", "json").stdout)
    assert [(one["name"], one["state"]) for one in found["rules"]] == [
        ("deadline-1", "replaced"),
        ("deadline-2", "removed"),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_a_killed_grader_goes_on(course: Course, tmp_path: Path) -> None:
    """kill -9 in the middle: what was judged is kept, the rest is judged, nothing twice."""
    folder = tmp_path / "class"
    handed_in(folder, course, 4)
    words = ("grade", str(folder), "-l", "1", "--no-sandbox", "--workers", "1")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))}
    grading = subprocess.Popen(
        [sys.executable, str(ROOT / "course.py"), *words], stdout=subprocess.DEVNULL, env=clean
    )
    while not _verdicts(folder / NAME):
        assert grading.poll() is None
    grading.kill()
    grading.wait()

    done = course_command(*words)

    assert "4 of 4 submissions were judged." in done.stdout
    assert _verdicts(folder / NAME) == 4


def _verdicts(path: Path) -> int:
    if not path.exists():
        return 0
    database = sqlite3.connect(path)
    try:
        return int(database.execute("SELECT count(*) FROM verdict").fetchone()[0])
    except sqlite3.OperationalError:  # its tables are not there yet
        return 0
    finally:
        database.close()


@pytest.mark.parametrize(
    "words",
    [("gradebook", "show", "{}"), ("report", "{}"), ("gradebook", "deadline", "{}", "soon")],
)
def test_without_a_gradebook(words: tuple[str, ...], tmp_path: Path) -> None:
    """Exit code 2, one sentence, and the way out; no file is made."""
    (tmp_path / "learner-01").mkdir()
    done = course_command(*(word.format(tmp_path) for word in words))

    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no gradebook" in done.stderr
    assert "course grade" in done.stderr
    assert not (tmp_path / NAME).exists()


# -- a cluster -----------------------------------------------------------------------------

_CLUSTER = """
import os, signal, sys
from functools import partial
from pathlib import Path
from distributed import LocalCluster
from checker.curriculum import bundled
from checker.grading.executors import cluster, local
from checker.grading.gradebook import Gradebook
from checker.grading.grader import Grader
from checker.grading.submissions import find

def grades(place, name, killed=lambda: None):
    with Gradebook(folder / name, lessons, False) as book:
        for number, _ in enumerate(Grader(course, lessons, False, place, book).grade(find(folder))):
            if number == 0:
                killed()
        return [(r.learner, r.points, [a.verdict.report.points for a in r.attempts])
                for r in book.records()]

if __name__ == "__main__":
    folder, course = Path(sys.argv[1]), bundled()
    lessons = course.lessons[:1]
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as machines:
        pids = [worker.process.pid for worker in machines.workers.values()]
        far = partial(cluster, machines.scheduler_address, False)
        there = grades(far, "far.sqlite", lambda: os.kill(pids[0], signal.SIGKILL))
    here = grades(partial(local, 2), "near.sqlite")
    assert here == there, (here, there)
    print(len(here), "the same")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="ends a worker with a signal")
def test_a_cluster_that_loses_a_worker_grades_the_same(course: Course, tmp_path: Path) -> None:
    """A real scheduler, two workers, one killed in the middle: the gradebook is the same."""
    pytest.importorskip("distributed")
    folder = tmp_path / "class"
    found = handed_in(folder, course, 8)
    corpus.lay(found[3].path, course.lessons[0], corpus.solved(course.lessons[0]))
    (tmp_path / "run.py").write_text(_CLUSTER)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))}

    done = subprocess.run(
        [sys.executable, str(tmp_path / "run.py"), str(folder)],
        env=clean | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path,
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip

    assert "8 the same" in done.stdout, done.stderr[-3000:]
