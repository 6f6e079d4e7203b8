"""The class at a glance and the feedback pages: numbers, words, and that they are harmless."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from justhtml import JustHTML

from checker.curriculum import Course, Lesson
from checker.pages import charts
from checker.pages.classroom import (
    Account,
    Attempt,
    Classroom,
    Deadline,
    Group,
    Member,
    Override,
    Pair,
    Place,
    Shared,
)
from checker.pages.feedback import feedback_page, write_feedback
from checker.pages.filenames import filenames
from checker.pages.items import correlation, items
from checker.pages.marks import BROKEN, FAILED, MISSING, PASSED, UNREAD, UNTOUCHED, cells
from checker.pages.mistakes import misconceptions, without_values
from checker.pages.page import class_page, summarize, write_class_page
from checker.pages.render import change, percent
from checker.pages.timeline import timeline
from checker.report import (
    HELD_BACK,
    Check,
    Failure,
    LessonError,
    LessonResult,
    Report,
    StepResult,
)

ZONE = timezone(timedelta(hours=1), "CET")
NOON = datetime(2026, 11, 20, 12, tzinfo=ZONE)
HOSTILE = (
    "</style><script>alert(1)</script></title><img src=x onerror=alert(2)> \" ' & "
    "\u202egnp.exe\x00\x1b[31mred\x1b]8;;http://x\x07 \ud800"
)


def result(lesson: Lesson, passed: str, failure: Failure | None = None) -> LessonResult:
    """A lesson of which the steps with a ``1`` in ``passed`` passed."""
    steps = []
    for step, sign in zip(lesson.steps, passed, strict=True):
        good = sign == "1"
        why = None if good else failure or Failure("It is wrong.", expected="1", got="2")
        check = Check(f"check-{step.id}", "A check.", "passed" if good else "failed", why)
        points = step.points if good else 0
        steps.append(StepResult(step.id, step.title, check.status, points, step.points, 0.1,
                                (check,)))  # fmt: skip
    done = sum(step.points for step in steps)
    status = "passed" if "0" not in passed else "failed"
    return LessonResult(
        lesson.id, lesson.title, status, done, lesson.max_points, None, tuple(steps)
    )


def member(name: str, *lessons: LessonResult, **more: object) -> Member:
    report = Report("1.0", "/somewhere/secret", 1.0, lessons)
    return replace(Member(name, report.points, 9, report), **more)  # type: ignore[arg-type]


@pytest.fixture
def lesson(course: Course) -> Lesson:
    """Lesson 1: five steps, worth 1, 3, 1, 2 and 2 points."""
    return course.lessons[0]


@pytest.fixture
def classroom(lesson: Lesson) -> Classroom:
    """Three learners, one of them hostile in every word that can come from a learner."""
    bad = Failure(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 3, HOSTILE, HOSTILE, HOSTILE)
    late = (
        Attempt(NOON, 9.0, (1,)),
        Attempt(NOON + timedelta(days=2), 8.5, (1,), late=(1,), counts=(1,)),
    )
    pair = Pair(HOSTILE, "learner-02", lesson.id, 0.9, 12,
                (Shared(Place(HOSTILE, 1, 12), Place("main.py", 3, 14)),))  # fmt: skip
    return Classroom(
        title=HOSTILE,
        when=NOON + timedelta(days=3),
        course_version="1.0",
        sandbox="bubblewrap",
        lessons=(lesson,),
        members=(
            member("learner-02", result(lesson, "11111"), points=8.5, attempts=late),
            member(HOSTILE, result(lesson, "01010", bad), notes=(HOSTILE,),
                   overrides=(Override(HOSTILE, HOSTILE, HOSTILE, NOON),)),
            Member("learner-03", 0, 9, None, HOSTILE),
        ),
        deadlines=(Deadline(HOSTILE, NOON + timedelta(days=1)),),
        similar=(Group((HOSTILE, "learner-02"), (lesson.id,), 0.9, (pair,)),),
    )  # fmt: skip


def pages(classroom: Classroom) -> list[str]:
    feedback = [feedback_page(classroom, member) for member in classroom.members]
    return [class_page(classroom, {"learner-02": "feedback/learner-02.html"}), *feedback]


# -- pages as a browser and a stranger see them --------------------------------------------


def test_pages_are_valid_html(classroom: Classroom) -> None:
    """A strict HTML parser finds nothing to complain about, full or empty."""
    bare = replace(classroom, members=(), deadlines=(), similar=None)
    for page in [*pages(classroom), class_page(bare), class_page(replace(bare, similar=()))]:
        assert JustHTML(page, collect_errors=True).errors == []


def test_nothing_hostile_gets_into_a_page(classroom: Classroom) -> None:
    """Markup is text, and what turns text round or moves a cursor is spelled out."""
    for page in pages(classroom):
        found = JustHTML(page, sanitize=False)

        assert found.query("script, img, iframe, object, link, base, form") == []
        assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", page) == []
        assert page.count("</style>") == 1
        assert "<script>alert(1)</script></title>" in found.query("title")[0].to_text()
        attributes = {name for node in found.query("*") for name in node.attrs or {}}
        assert set() == {name for name in attributes if name.startswith("on") or name == "style"}


def test_a_page_may_load_nothing(classroom: Classroom) -> None:
    """Its policy allows exactly the one style sheet that is in it; no address leads out."""
    for page in pages(classroom):
        style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = JustHTML(page, sanitize=False).query("meta[http-equiv]")[0].attrs["content"]

        assert policy == (f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
                          "form-action 'none'")  # fmt: skip
        assert re.findall(r"(?:src|href|action)=\"(?!#|feedback/)[^\"]*", page) == []
        assert "url(" not in style
        assert "@import" not in style


def test_every_link_inside_of_a_page_arrives(classroom: Classroom) -> None:
    """What a link or a label names is there, once."""
    for page in pages(classroom):
        ids = re.findall(r" id=\"([^\"]+)\"", page)
        named = " ".join(re.findall(r"(?:aria-labelledby|href)=\"#?([^\"/]+)\"", page)).split()

        assert len(ids) == len(set(ids))
        assert set() == set(named) - set(ids)


def test_each_cell_says_its_status_in_a_word(classroom: Classroom, lesson: Lesson) -> None:
    """A screen reader hears a word, and each cell has a row's and a column's head."""
    found = JustHTML(class_page(classroom), sanitize=False)
    rows = found.query(".map tbody tr")

    assert len(classroom.members) == len(rows)
    words = [[cell.to_text() for cell in row.query("td.c")] for row in rows]
    assert words[0] == ["passed"] * 5
    assert words[1] == ["not yet", "passed", "not yet", "passed", "not yet"]
    assert words[2] == ["could not be read"] * 5
    heads = found.query(".map th[scope=col] a")
    assert list(lesson.step_ids) == [head.to_text() for head in heads]


def test_feedback_is_about_one_learner_alone(classroom: Classroom) -> None:
    """No other name, no path of the grader's machine; the failure in full."""
    page = feedback_page(classroom, classroom.members[0])

    assert "learner-02" in page
    assert "learner-03" not in page
    assert "secret" not in "".join(pages(classroom))
    assert "late, this one counts" in page


def points_table(page: str) -> list[list[str]]:
    """The cells of the table of lessons, without the signs of the steps; its head comes first."""
    table = JustHTML(page, sanitize=False).query("table.steps")[0]
    return [
        [cell.to_text() for cell in row.query("th, td") if "marks" not in str(cell.attrs)]
        for row in table.query("tr")
    ]


def test_the_table_of_points_adds_up(course: Course) -> None:
    """Earned, less what came late, with what a person gave, is what counts; so do the sums."""
    lessons = course.lessons[:2]
    accounts = {lessons[0].id: Account(9, 2.25), lessons[1].id: Account(4, 1, 3.5)}
    who = member("learner-01", result(lessons[0], "11111"), points=13.25, accounts=accounts,
                 max_points=18)  # fmt: skip
    page = feedback_page(Classroom("T", NOON, "1", "none", lessons, (who,)), who)
    table = points_table(page)

    assert table[0] == ["Lesson", "Steps", "Earned", "Late", "By hand", "Counts"]
    first, second = (lesson.max_points for lesson in lessons)
    assert [row[1:] for row in table[1:3]] == [
        ["9", "−2.25", "", f"6.75 of {first}"],
        ["4", "−1", "+3.5", f"6.5 of {second}"],
    ]
    assert "9 of 9 points earned, 6.75 count" in page
    assert table[3] == ["All lessons", "13", "−3.25", "+3.5", "13.25 of 18"]


def test_a_table_without_changes_has_one_column_of_points(lesson: Lesson) -> None:
    """Nothing late and nothing by hand: nobody reads two columns of the same numbers."""
    who = member("learner-01", result(lesson, "10111"))
    table = points_table(feedback_page(Classroom("T", NOON, "1", "none", (lesson,), (who,)), who))

    assert table[0] == ["Lesson", "Steps", "Points"]
    assert [row[-1] for row in table[1:]] == ["6 of 9", "6 of 9"]


@pytest.mark.parametrize(("value", "words"), [(2, "+2"), (0, "0"), (-1.5, "−1.5")])
def test_a_change_has_its_sign(value: float, words: str) -> None:
    """A plus, a minus that is one, or neither."""
    assert words == change(value)


def test_a_deadline_of_ones_own_is_on_both_pages(course: Course) -> None:
    """The learner reads when each lesson is due; the class page marks who has one."""
    lessons = course.lessons[:3]
    accounts = {
        lessons[0].id: Account(9, due=NOON),
        lessons[1].id: Account(0, due=NOON),
        lessons[2].id: Account(0, due=NOON + timedelta(days=2), own=True),
    }
    who = member("learner-01", result(lessons[0], "11111"), accounts=accounts)
    other = member("learner-02", result(lessons[0], "11111"))
    classroom = Classroom("T", NOON, "1", "none", lessons, (who, other))
    rows = JustHTML(class_page(classroom), sanitize=False).query(".map tbody tr")

    due = "Due: lessons 1 and 2 Nov 20, 12:00 CET; lesson 3 Nov 22, 12:00 CET (a deadline of your "
    assert f"{due}own)." in feedback_page(classroom, who)
    assert "Due:" not in feedback_page(classroom, other)
    assert [row.query("td.points")[0].to_text() for row in rows] == ["E 9", "9"]
    assert summarize(classroom).extended == 1


def test_points_by_hand_say_why_and_by_whom(classroom: Classroom) -> None:
    """What counts, the reason, who decided, and when, with the zone."""
    given = Override("lesson 1 counts 8 of 9 points", "shown in class", "somebody", NOON)
    who = replace(classroom.members[0], overrides=(given,))
    page = feedback_page(classroom, who)

    assert "lesson 1 counts 8 of 9 points. Reason: shown in class" in page
    assert "(somebody, Nov 20, 12:00 CET)" in page


def test_what_could_not_be_read_is_no_zero(lesson: Lesson) -> None:
    """No points, a mark of its own, and what to do next; no lesson that pretends to be judged."""
    tries = (Attempt(NOON, 0, unread=True),)
    who = Member("learner-01", 0, 9, None, "the archive is broken", tries)
    other = member("learner-02", result(lesson, "01000"))
    classroom = Classroom("T", NOON, "1", "none", (lesson,), (who, other))
    page = feedback_page(classroom, who)
    rows = JustHTML(class_page(classroom), sanitize=False).query(".map tbody tr")

    assert "could not be read:</b> the archive is broken." in page
    assert "Hand it in again, as a zip file" in page
    assert "Lessons and steps" not in page
    assert "<td>–</td><td>could not be read</td>" in page
    assert [cell.mark for cell in cells(who, [lesson]).values()] == [UNREAD] * 5
    assert [row.query("td.points")[0].to_text() for row in rows] == ["3", "–"]
    found = summarize(classroom)
    assert (found.handed_in, found.problems, found.median) == (1, 1, 3 / 9)
    assert timeline(classroom.members, ZONE) == ()


def test_a_broken_copy_of_what_was_read_before(lesson: Lesson) -> None:
    """The grade stays, and the learner is told that the newest attempt is no part of it."""
    who = member("learner-01", result(lesson, "11111"), problem="the archive is broken")
    page = feedback_page(Classroom("T", NOON, "1", "none", (lesson,), (who,)), who)

    assert "What you handed in last could not be read:" in page
    assert "Your points are from before that." in page
    assert [cell.mark for cell in cells(who, [lesson]).values()] == [PASSED] * 5


def test_paper_has_the_end_of_what_was_printed(lesson: Lesson) -> None:
    """Forty lines on the screen; six on paper, and how many are left out."""
    told = Failure("It is wrong.", output="\n".join(f"line {n}" for n in range(60)))
    who = member("learner-01", result(lesson, "01111", told))
    page = feedback_page(Classroom("T", NOON, "1", "none", (lesson,), (who,)), who)
    found = JustHTML(page, sanitize=False).query(".cause pre")[-1]
    early, note = (found.query(name)[0].to_text() for name in (".screen", ".paper"))

    assert [f"line {n}" for n in range(20, 54)] == re.findall(r"line \d+", early)
    assert "34 lines before" in note
    assert [f"line {n}" for n in range(20, 60)] == re.findall(r"line \d+", found.to_text())


def test_a_class_without_a_title_has_no_title_twice(classroom: Classroom) -> None:
    """The page is called what it is; a title given by hand stands above that."""
    named = [class_page(replace(classroom, title=title)) for title in ("", "Spring")]
    heads = [JustHTML(page, sanitize=False).query("header")[0] for page in named]

    assert [head.to_text().count("The class at a glance") for head in heads] == [1, 1]
    assert [[h.to_text() for h in head.query("h1")] for head in heads] == [
        ["The class at a glance"], ["Spring"],
    ]  # fmt: skip


def test_only_what_is_worth_a_look_is_bold(lesson: Lesson) -> None:
    """Too few to tell is no reason to look."""
    people = tuple(member(f"a{n}", result(lesson, "10111")) for n in range(2))
    page = class_page(Classroom("T", NOON, "1", "none", (lesson,), people))

    assert page.count("too few to tell") == 5
    assert 'class="look"' not in page


def test_feedback_has_what_was_asked_and_what_is_next(lesson: Lesson) -> None:
    """The words of the terminal: request, expected, got, where, next."""
    told = Failure("A limit of 5 was accepted.", "curl localhost:8000/x?limit=5", "422", "200",
                   "lessons/x/main.py", 48, "give `limit` a bound", "list_models",
                   "printed")  # fmt: skip
    who = member("learner-01", result(lesson, "10111", told))
    page = feedback_page(Classroom("T", NOON, "1", "none", (lesson,), (who,)), who)
    found = JustHTML(page, sanitize=False)
    names = [name.to_text() for name in found.query(".cause dt")]
    values = [value.to_text() for value in found.query(".cause dd")]

    assert names == ["We sent", "Expected", "Got", "Where", "Next", "Your code printed", "More"]
    assert told.request == values[0]
    assert "lessons/x/main.py:48" in values[3]
    assert (values[4], values[6]) == ("give `limit` a bound", "course hint 1.2")


def test_a_lesson_that_did_not_start_says_why(lesson: Lesson) -> None:
    """The error stands there with its place; no step pretends to have been checked."""
    error = LessonError("syntax", "A bracket is missing.", "lessons/x/main.py", 7, "close it")
    who = member("learner-01", replace(result(lesson, "00000"), status="error", error=error))
    page = feedback_page(Classroom("T", NOON, "1", "none", (lesson,), (who,)), who)

    assert "A bracket is missing." in page
    assert "lessons/x/main.py:7" in page
    assert [cell.mark for cell in cells(who, [lesson]).values()] == [BROKEN] * 5


def test_two_files_are_written(classroom: Classroom, tmp_path: Path) -> None:
    """A page a learner, under a name that is safe, and the class page that links to them."""
    names = write_feedback(classroom, tmp_path / "feedback")
    links = {learner: f"feedback/{name}" for learner, name in names.items()}
    write_class_page(classroom, tmp_path / "class.html", links)

    assert sorted(names.values()) == sorted(p.name for p in (tmp_path / "feedback").iterdir())
    page = (tmp_path / "class.html").read_text("utf-8")
    for href in set(re.findall(r"href=\"(feedback/[^\"]+)\"", page)):
        assert (tmp_path / href).is_file()


# -- numbers by hand -----------------------------------------------------------------------


def test_point_biserial_correlation_by_hand() -> None:
    """Five with 1..5 points fail, five with 6..10 pass: (8 - 3) / 2.872 * 0.5 = 0.870."""
    found = correlation([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])

    assert found == pytest.approx(5 / (99 / 12) ** 0.5 * 0.5)


def test_correlation_is_not_told_from_nothing() -> None:
    """Too few learners, all passed, or all with the same points."""
    assert correlation([0, 1] * 4, list(range(8))) is None
    assert correlation([1] * 10, list(range(10))) is None
    assert correlation([0, 1] * 5, [3] * 10) is None


def test_difficulty_leaves_out_who_has_not_begun(lesson: Lesson) -> None:
    """6 of 8 passed step 1; one has not begun, one handed in nothing; 1.2 is the opposite."""
    held = result(lesson, "00000", Failure("Nothing there.", expected=HELD_BACK))
    people = [member(f"a{n}", result(lesson, "10111")) for n in range(6)]
    people += [member(f"b{n}", result(lesson, "01000")) for n in range(2)]
    people += [member("c", held), Member("d", 0, 9)]
    rows = [cells(each, [lesson]) for each in people]
    first, second, *_ = items([lesson], rows)

    assert (
        first.tried, first.passed, first.share, second.passed, second.share,
    ) == (8, 6, 0.75, 2, 0.25)  # fmt: skip
    assert [rows[n]["1.1"].mark for n in (8, 9)] == [UNTOUCHED, MISSING]
    assert first.verdict == "too few to tell"


def test_discrimination_leaves_the_step_itself_out(lesson: Lesson) -> None:
    """Ten learners: 1.1 goes with all others, 1.2 against them."""
    people = [member(f"a{n}", result(lesson, "10111")) for n in range(5)]
    people += [member(f"b{n}", result(lesson, "01000")) for n in range(5)]
    first, second, *_ = items([lesson], [cells(each, [lesson]) for each in people])

    assert (
        pytest.approx(first.discrimination),
        pytest.approx(second.discrimination),
    ) == (1.0, -1.0)
    assert (first.verdict, second.verdict) == ("", "does not tell apart who knows more")


def test_summary_counts(classroom: Classroom) -> None:
    """Three learners: 8.5 (late) and 5 (by hand) of 9 points, and one without a grade."""
    found = summarize(classroom)

    assert (
        found.learners, found.handed_in, found.all_points, found.late, found.overrides,
        found.problems,
    ) == (3, 2, 0, 1, 1, 1)  # fmt: skip
    assert found.median == (8.5 / 9 + 5 / 9) / 2


def test_points_are_in_tenths_and_all_of_them_apart() -> None:
    """0, 9.9, 10, 99.9 and 100 %; a tenth that is computed as 0.3 belongs to its own."""
    shares = [0, 9.9, 10, 99.9, 100, 100, 30]
    panel = charts.histogram([Member(f"m{n}", share, 100) for n, share in enumerate(shares)])

    assert [int(b.words.split(": ")[1]) for b in panel.bars] == [2, 1, 0, 1, 0, 0, 0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(0, (0, 1)), (3, (0, 1, 2, 3)), (7, (0, 2, 4, 6, 8)), (30, (0, 10, 20, 30)),
     (1000, (0, 200, 400, 600, 800, 1000))],
)  # fmt: skip
def test_an_axis_has_round_numbers(most: int, ticks: tuple[int, ...]) -> None:
    """At most six, from 0 to at least the largest value."""
    assert (ticks[-1], ticks) == charts.scale(most)


def test_timeline_counts_attempts_and_learners() -> None:
    """Two learners, three attempts, in hours; one has all points at the second attempt."""
    hour = timedelta(hours=1)
    people = [
        Member("a", 9, 9, attempts=(Attempt(NOON, 4), Attempt(NOON + 30 * hour, 9, (1,), (1,)))),
        Member("b", 5, 9, attempts=(Attempt(NOON + 2 * hour, 5, (1, 2), late=(2,)),)),
    ]
    bins = timeline(people, ZONE, [NOON + 24 * hour])

    assert timedelta(hours=1) == bins[0].end - bins[0].start
    counts = [(b.on_time, b.partly, b.late) for b in bins]
    assert [sum(each) for each in zip(*counts, strict=True)] == [1, 1, 1]
    assert [(b.began, b.done) for b in bins[:3]] == [(1, 0), (1, 0), (2, 0)]
    assert (bins[-1].began, bins[-1].done, bins[-1].late) == (2, 1, 1)


def test_the_picture_and_the_number_of_who_handed_in_agree(classroom: Classroom) -> None:
    """Who handed in nothing that could be read is in neither; another lesson is enough."""
    people = (
        Member("a", 0, 9, attempts=(Attempt(NOON, 0),)),
        Member("b", 0, 9, problem="broken", attempts=(Attempt(NOON, 0, unread=True),)),
    )
    made = replace(classroom, members=people)

    assert summarize(made).handed_in == timeline(people, ZONE)[-1].began == 1


def test_timeline_fits_any_span() -> None:
    """A minute or ten years: at most sixty stretches, and every attempt in one of them."""
    for days in (0.0007, 0.5, 5, 59, 400, 3650):
        attempts = (Attempt(NOON, 1), Attempt(NOON + timedelta(days=days), 1))
        bins = timeline([Member("a", 1, 9, attempts=attempts)], ZONE)

        assert len(bins) <= 60
        assert sum(bin.attempts for bin in bins) == 2
        assert charts.times(bins, (), 1).attempts.x_ticks


def test_deadlines_of_one_moment_share_a_line() -> None:
    """Two at noon, one a day later: two lines, each at its moment on the axis."""
    day = timedelta(days=1)
    bins = timeline([Member("a", 1, 9, attempts=(Attempt(NOON, 1),))], ZONE, [NOON + 10 * day])
    due = [Deadline("2", NOON + day), Deadline("1", NOON), Deadline("1b", NOON)]
    first, second = charts.times(bins, due, 1).deadlines

    assert [first.label, second.label] == ["1, 1b", "2"]
    width = (852 - 48) * (day / (bins[-1].end - bins[0].start))
    assert second.at - first.at == pytest.approx(width)


def test_the_known_mistake_has_its_name_and_hint(lesson: Lesson) -> None:
    """The match is that of `course hint`; other failures are one when only values differ."""
    known = lesson.step("1.1").mistakes[1]
    told = Failure(f"{known.says} It is 'abc'.")
    people = [member(n, result(lesson, "01111", told)) for n in ("b", "a")]
    people += [member(n, result(lesson, "11110", Failure(f"A limit of {v} and `q` was \"{v}\".")))
               for n, v in (("c", 101), ("d", 7), ("e", 23))]  # fmt: skip
    other, met = misconceptions([lesson], people)

    assert (known.name, known.hint, ("a", "b")) == (met.name, met.hint, met.learners)
    assert (other.step, other.name, other.learners) == ("1.5", "", ("c", "d", "e"))
    assert without_values('A limit of 9 and `q` was "x 1".') == "A limit of … and `q` was …."


def test_who_has_not_begun_has_no_misconception(lesson: Lesson) -> None:
    """Nothing handed in, and stubs as they were."""
    held = result(lesson, "00000", Failure("Nothing there.", expected=HELD_BACK))
    gone = replace(held, error=LessonError("missing", "It was not handed in."))

    assert misconceptions([lesson], [member("a", held), member("b", gone), Member("c", 0, 9)]) == []


def test_a_lesson_that_does_not_start_is_a_mistake_too(lesson: Lesson) -> None:
    """By a step's signature where there is one, else by what is said."""
    known = lesson.step("1.1").mistakes[1]
    broken = [
        replace(result(lesson, "00000"), error=LessonError("crash", message))
        for message in (known.says, "The import failed.")
    ]
    found = misconceptions([lesson], [member("a", broken[0]), member("b", broken[1])])

    assert {("1.1", known.name), ("", "")} == {(m.step, m.name) for m in found}


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0 %"), (0.001, "under 1 %"), (0.5, "50 %"), (0.999, "over 99 %"), (1, "100 %")],
)
def test_percent_never_rounds_to_all_or_nothing(share: float, words: str) -> None:
    """999 of 1,000 have not all passed."""
    assert words == percent(share)


# -- names of files ------------------------------------------------------------------------


def test_good_names_stay() -> None:
    """What every system takes is not touched."""
    assert filenames(["learner-01", "Zoë_2"], ".html") == ["learner-01.html", "Zoë_2.html"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../../etc/passwd", "a/b", "a\\b", "CON", "nul.txt", "com¹", "a:b", "x" * 500,
     "\x00", "a\nb", "\ud800", "🦊" * 99, "-rf", "a ", "a.", "\u202etxt", "<script>"],
)  # fmt: skip
def test_bad_names_become_harmless(name: str, tmp_path: Path) -> None:
    """One file, in the folder, whose name Windows takes too."""
    (found,) = filenames([name], ".html")

    assert re.fullmatch(r"[\w][\w.-]*\.html", found)
    assert not re.match(r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])\.", found, re.I)
    assert len(found.encode()) <= 120
    (tmp_path / found).write_text("x")
    assert [found] == [path.name for path in tmp_path.iterdir()]


def test_names_that_would_meet_stay_apart() -> None:
    """Case, equal signs and equal names; a name is the same whoever else is there."""
    found = filenames(["Ann", "ann", "a/b", "a\\b", "a b", "x", "x"], ".html")

    assert len({name.casefold() for name in found}) == 7
    assert filenames(["a/b"], ".html") == found[2:3]


def test_marks_of_a_mixed_lesson(lesson: Lesson) -> None:
    """Passed and failed, with the first cause in words."""
    row = cells(member("a", result(lesson, "10111")), [lesson])

    assert [row[s].mark for s in ("1.1", "1.2")] == [PASSED, FAILED]
    assert (row["1.1"].why, row["1.2"].why) == ("", "It is wrong.")
