"""What leaves a gradebook: pages and sheets that add up, and that write over nothing needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from checker import corpus, storage
from checker.curriculum import Course, Lesson
from checker.errors import UsageError
from checker.grading.classbook import classroom, rows
from checker.grading.gradebook import Gradebook
from checker.pages.classroom import Account, Member

ROOT = Path(__file__).resolve().parent.parent
DAY = timedelta(days=1)


def course_command(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))}
    return subprocess.run(
        [sys.executable, str(ROOT / "course.py"), *map(str, words)],
        env=clean, cwd=cwd, capture_output=True, text=True, check=False, encoding="utf-8",
        timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of two, judged in lesson 1: a right answer, and an archive that is broken."""
    folder = tmp_path_factory.mktemp("graded") / "class"
    lesson = Course(ROOT).lessons[0]
    corpus.lay(folder / "learner-01", lesson, corpus.solved(lesson))
    (folder / "learner-02.zip").write_bytes(b"PK\x03\x04 this is no archive")
    done = course_command("grade", folder, "-l", "1", "--no-sandbox")
    assert (done.returncode, done.stderr) == (1, "")
    return folder


@pytest.fixture
def lessons(course: Course) -> tuple[Lesson, ...]:
    return course.lessons[:2]


def members(graded: Path, lessons: tuple[Lesson, ...], tmp_path: Path, *, late: bool = False,
            given: tuple[float | None, ...] = ()) -> list[Member]:  # fmt: skip
    """The class in a copy of its gradebook, with a deadline and points by hand for lesson 1."""
    path = tmp_path / "gradebook.sqlite"
    path.write_bytes((graded / "gradebook.sqlite").read_bytes())
    with Gradebook(path, lessons) as book:
        handed_in = book.records()[0].attempts[0].submitted
        if late:
            book.deadline(handed_in - DAY / 2, 0.25, "the plan", "teacher", lessons[0].id)
            book.deadline(handed_in - DAY, 0.25, "the plan", "teacher", lessons[1].id)
            book.deadline(handed_in + DAY, 1, "ill", "teacher", lessons[1].id, "learner-01")
        for points in given:
            book.override("learner-01", lessons[0].id, points, f"because {points}", "teacher")
        return list(classroom(book, lessons, "", None).members)


def test_points_as_judged(graded: Path, lessons: tuple[Lesson, ...], tmp_path: Path) -> None:
    """Nothing is taken off or added, and no lesson that was not handed in has any."""
    [who, _] = members(graded, lessons, tmp_path)

    assert list(who.accounts.values()) == [Account(9), Account(0)]
    assert (who.points, who.extended, who.overrides) == (9, False, ())


def test_points_late_and_by_hand_add_up(
    graded: Path, lessons: tuple[Lesson, ...], tmp_path: Path
) -> None:
    """9 earned, 2.25 off for a day, then 1.25 by hand on top: 8 count."""
    [who, _] = members(graded, lessons, tmp_path, late=True, given=(5, 8))
    first, second = who.accounts.values()

    assert (first.earned, first.late, first.by_hand, first.counts) == (9, 2.25, 1.25, 8)
    assert (first.own, second.own, who.extended) == (False, True, True)
    assert sum(one.counts for one in who.accounts.values()) == who.points
    assert [one.what for one in who.overrides] == ["lesson 1 counts 8 of 9 points"]


def test_points_by_hand_that_were_taken_back_are_not_in_force(
    graded: Path, lessons: tuple[Lesson, ...], tmp_path: Path
) -> None:
    """The page says nothing of them: the grade is the one that was judged."""
    [who, _] = members(graded, lessons, tmp_path, given=(5, None))

    assert (who.overrides, who.points) == ((), 9)
    assert who.accounts[lessons[0].id] == Account(9)


def test_a_broken_archive_has_no_grade(
    graded: Path, lessons: tuple[Lesson, ...], tmp_path: Path
) -> None:
    """Neither on the page nor in a sheet is it nought; points by hand make it a grade."""
    [_, who] = members(graded, lessons, tmp_path)
    with Gradebook(tmp_path / "gradebook.sqlite", lessons) as book:
        told = [(row.learner, row.problem) for row in rows(book, lessons)]
        book.override("learner-02", lessons[0].id, 3, "shown on paper", "teacher")
        given = classroom(book, lessons, "", None).members[1]

        row = rows(book, lessons)[1]
        assert (row.points, row.problem, row.note) == (3, "", "the archive is broken")
    assert (who.unread, who.problem) == (True, "the archive is broken")
    assert told == [("learner-01", ""), ("learner-02", "the archive is broken")]
    assert (given.unread, given.points, len(given.overrides)) == (False, 3, 1)


def test_the_command_says_who_could_not_be_read(graded: Path, tmp_path: Path) -> None:
    """With the pages it wrote, and with the sheet, which has a column for each lesson."""
    page, pages, sheet = (tmp_path / name for name in ("class.html", "pages", "grades.csv"))
    roster = tmp_path / "roster.csv"
    roster.write_text('Student,ID,Section\n"One, A",learner-01,X\n"Two, B",learner-02,X\n')
    report = course_command("report", graded, "-o", page, "--feedback", pages)
    told = course_command(
        "gradebook", "sheet", graded, "canvas", "--roster", roster, "-o", sheet, "--lessons"
    )

    assert report.stdout.splitlines() == [
        "Could not be read: learner-02: the archive is broken",
        f"{pages} has a page for each of 2 learners.",
        f"Open {page} in a browser.",
    ]
    assert "Hand it in again" in (pages / "learner-02.html").read_text("utf-8")
    assert "Could not be read, so not in it: learner-02: the archive is broken" in told.stdout
    assert f"{sheet} holds 1 of 2 learners." in told.stdout
    assert "Nobody has a grade in lessons 2, 3, 4, 5, 6, 7 and 8: left out" in told.stdout
    assert sheet.read_text("utf-8").splitlines() == [
        "Student,ID,Section,FastAPI Production Mastery,Core concepts",
        "    Points Possible,,,9,9",
        '"One, A",learner-01,X,9,9',
    ]


def test_a_lesson_that_was_not_judged_is_no_zero(
    graded: Path, course: Course, tmp_path: Path
) -> None:
    """Neither where nobody was judged on it, nor for one whom a stopped run did not reach."""
    folder = tmp_path / "class"
    shutil.copytree(graded, folder)
    second = course.lessons[1]
    corpus.lay(folder / "learner-03", second, corpus.solved(second))
    words = ("-l", "2", "--learner", "learner-03", "--no-sandbox")
    assert course_command("grade", folder, *words).returncode == 0
    with Gradebook(folder / "gradebook.sqlite", course.lessons) as book:
        one, broken, three = rows(book, course.lessons)
        alone = rows(book, course.lessons[2:])
        book.override("learner-02", course.lessons[0].id, 7, "on paper", "teacher")
        given = rows(book, course.lessons)[1]
    most = course.lessons[0].max_points + second.max_points

    assert (one.points, one.max_points, one.unjudged) == (9, most, (2,))
    assert (one.lessons, one.comment) == ({"Core concepts": 9}, "Core concepts: 9 of 9")
    assert (three.points, three.unjudged) == (second.max_points, (1,))
    assert (broken.problem, broken.unjudged) == ("the archive is broken", ())
    assert (given.points, given.lessons) == (7, {"Core concepts": 7})
    assert (given.problem, given.note) == ("", "the archive is broken")
    assert [row.points for row in alone] == [None] * 3
    roster, sheet = tmp_path / "roster.csv", tmp_path / "grades.csv"
    roster.write_text("Username\nlearner-01\nlearner-03\n")
    words = ("--roster", roster, "-o", sheet, "-l", "2")
    told = course_command("gradebook", "sheet", folder, "moodle", *words)
    assert "let the grade item's maximum be" in told.stdout
    assert [row.split(",")[0] for row in sheet.read_text().splitlines()[1:]] == ["learner-03"]
    nobody = course_command("gradebook", "sheet", folder, "moodle", *words[:-1], "8")
    assert (nobody.returncode, nobody.stderr.splitlines()) == (
        2,
        ["Nobody has a grade in lesson 8.", f"Grade it first, with: course grade {folder}"],
    )


def test_a_lesson_that_was_not_handed_in_is_a_zero_once_somebody_has_it(
    graded: Path, course: Course, tmp_path: Path
) -> None:
    """A run over all lessons finds it missing: nought where others have it, nothing before."""
    folder = tmp_path / "class"
    shutil.copytree(graded, folder)
    words = ("--no-sandbox", "--learner", "learner-01", "-l", "1", "-l", "2")
    assert course_command("grade", folder, *words).returncode == 0
    with Gradebook(folder / "gradebook.sqlite", course.lessons) as book:
        before = rows(book, course.lessons)[0]
        book.override("learner-02", course.lessons[1].id, 3, "on paper", "teacher")
        after = rows(book, course.lessons)[0]

    first, second = course.lessons[:2]
    assert (before.max_points, before.lessons) == (first.max_points, {first.title: 9})
    assert after.max_points == first.max_points + second.max_points
    assert (after.lessons, after.unjudged) == ({first.title: 9, second.title: 0}, ())


@pytest.mark.parametrize("name", ["folder", "missing.csv"])
def test_what_is_no_roster_is_no_mistake_of_ours(graded: Path, tmp_path: Path, name: str) -> None:
    """A folder, or nothing: wrong usage, and nothing is written."""
    (tmp_path / "folder").mkdir()
    words = ("--roster", tmp_path / name, "-o", tmp_path / "grades.csv")
    told = course_command("gradebook", "sheet", graded, "moodle", *words)

    assert (told.returncode, (tmp_path / "grades.csv").exists()) == (2, False)
    assert name in told.stderr


def test_a_roster_of_excel_is_read(graded: Path, tmp_path: Path) -> None:
    """With the names as they are, and a word about it."""
    roster, sheet = tmp_path / "roster.csv", tmp_path / "grades.csv"
    roster.write_bytes("Username;First name\nlearner-01;Jörg\n".encode("cp1252"))
    told = course_command("gradebook", "sheet", graded, "moodle", "--roster", roster, "-o", sheet)

    assert "read as Windows-1252" in told.stdout
    assert "learner-01;Jörg;9;" in sheet.read_text("utf-8")


def test_the_command_says_who_was_not_judged(graded: Path, tmp_path: Path) -> None:
    """Somebody who came after the run is on no page, and that is said."""
    folder = tmp_path / "class"
    shutil.copytree(graded, folder)
    (folder / "learner-09").mkdir()
    told = course_command("report", folder, "-o", tmp_path / "class.html").stdout

    assert "Not judged yet, so on no page: learner-09. See what course grade says." in told


def test_lists_have_no_points_for_what_could_not_be_read(graded: Path) -> None:
    """Nor the gradebook's, for people and as CSV, nor that of a run."""
    shown = course_command("gradebook", "show", graded).stdout
    story = course_command("gradebook", "show", graded, "learner-02").stdout
    sheet = course_command("gradebook", "show", graded, "--format", "csv").stdout
    run = course_command("grade", graded, "-l", "1", "--no-sandbox", "--format", "csv").stdout

    assert "learner-02: could not be read: the archive is broken" in shown
    assert story.count("could not be read: the archive is broken") == 2
    assert "learner-02,,9,,,," in sheet
    assert "learner-02,,9,,It cannot be taken in" in run


def test_columns_for_lessons_are_for_canvas(graded: Path, tmp_path: Path) -> None:
    """Moodle has no such form; that is said, and nothing is written."""
    roster, sheet = tmp_path / "roster.csv", tmp_path / "grades.csv"
    roster.write_text("Username\nlearner-01\n")
    told = course_command(
        "gradebook", "sheet", graded, "moodle", "--roster", roster, "-o", sheet, "--lessons"
    )

    assert (told.returncode, sheet.exists()) == (2, False)
    assert told.stderr.startswith("Columns for lessons are for Canvas alone.")


@pytest.mark.parametrize("way", ["itself", "link", "dots"])
def test_a_roster_is_not_written_over(graded: Path, tmp_path: Path, way: str) -> None:
    """Under its own name, through a link, and by a way round."""
    roster = tmp_path / "roster.csv"
    roster.write_text("Username\nlearner-01\n")
    (tmp_path / "link.csv").symlink_to(roster)
    (tmp_path / "a").mkdir()
    output = {"itself": roster, "link": tmp_path / "link.csv"}.get(
        way, tmp_path / "a/../roster.csv"
    )
    told = course_command("gradebook", "sheet", graded, "moodle", "--roster", roster, "-o", output)

    assert (told.returncode, told.stdout) == (2, "")
    says = f"{output} would be written over, and it is needed"
    which = "" if way == "itself" else f": it is {roster}"
    assert told.stderr.startswith(f"{says}{which}.\nGive another file to write to")
    assert roster.read_text() == "Username\nlearner-01\n"


def test_a_gradebook_is_not_written_over(graded: Path) -> None:
    """Nor by the page of the class."""
    book = graded / "gradebook.sqlite"
    before = book.read_bytes()
    told = course_command("report", graded, "-o", book)

    assert (told.returncode, book.read_bytes() == before) == (2, True)


def test_what_is_not_there_is_no_file_to_keep_apart(tmp_path: Path) -> None:
    """A new file may be written, also beside one that is missing."""
    storage.keep_apart(tmp_path / "new.csv", tmp_path / "missing.csv")
    (tmp_path / "old.csv").touch()
    storage.keep_apart(tmp_path / "new.csv", tmp_path / "old.csv")
    with pytest.raises(UsageError, match="would be written over"):
        storage.keep_apart(tmp_path / "old.csv", tmp_path / "missing.csv", tmp_path / "old.csv")


# -- which gradebook is meant ----------------------------------------------------------------


@pytest.fixture
def here(graded: Path, tmp_path: Path) -> Path:
    """A class whose own folder somebody works in."""
    folder = tmp_path / "class"
    shutil.copytree(graded, folder)
    return folder


@pytest.mark.parametrize(
    "words",
    [("show", "clas"), ("policy", "clas", "latest"), ("show", "clas/learner-01"),
     ("rules", "list.csv")],
)  # fmt: skip
def test_a_mistyped_class_is_no_other_class(here: Path, words: tuple[str, ...]) -> None:
    """The gradebook of the current folder is neither shown nor changed instead."""
    before = (here / "gradebook.sqlite").read_bytes()
    told = course_command("gradebook", *words, cwd=here)

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(f"There is no folder {words[1]}.\n")
    assert (here / "gradebook.sqlite").read_bytes() == before


def test_a_file_that_is_no_list_names_no_class(here: Path) -> None:
    """Nor does a submission name the class that it lies in."""
    told = course_command("gradebook", "show", "learner-02.zip", cwd=here)

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("learner-02.zip is neither a folder nor a CSV file.\n")


def test_a_class_is_named_by_its_list_or_its_gradebook(here: Path, tmp_path: Path) -> None:
    """A list keeps its gradebook in its own folder; a gradebook may have any name."""
    (here / "list.CSV").touch()
    shutil.copy(here / "gradebook.sqlite", tmp_path / "grades.db")

    for place in (here, here / "list.CSV", here / "gradebook.sqlite", tmp_path / "grades.db"):
        assert "learner-01: 9 of " in course_command("gradebook", "show", place).stdout
    assert "There is no gradebook" in course_command("gradebook", "show", here / "no.sqlite").stderr


def test_a_report_takes_a_gradebook_too(here: Path, tmp_path: Path) -> None:
    """Under any name; whose code is looked at is what the gradebook knows of."""
    page = tmp_path / "page.html"
    (here / "gradebook.sqlite").rename(tmp_path / "grades.db")
    alone = course_command("report", tmp_path / "grades.db", "-o", page)
    beside = course_command("report", here, "--gradebook", tmp_path / "grades.db", "-o", page)

    assert (alone.returncode, beside.returncode) == (0, 0)
    assert alone.stdout == beside.stdout
    assert "learner-01" in page.read_text("utf-8")


# -- what is not written over ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("class/learner-02.zip", "would be written into what was handed in, learner-02.zip"),
        ("class/learner-01/main.py", "would be written into what was handed in, learner-01"),
        ("class/learner-01/new.html", "would be written into what was handed in, learner-01"),
        ("class/learner-07.zip", "has the name of an archive"),
        ("roster.csv", "would be written over, and it is not from an earlier run"),
        ("other.html", "would be written over, and it is not from an earlier run"),
        ("class", "is no file"),
        ("-", "is not the name of a file"),
    ],
)
def test_a_page_is_written_over_nothing(here: Path, tmp_path: Path, output: str, says: str) -> None:
    """Neither over somebody's work, nor into it, nor over a page of others."""
    (here / "learner-01" / "main.py").write_text("app = 1\n")
    for name in ("roster.csv", "other.html"):
        (tmp_path / name).write_text("<!DOCTYPE html>")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    told = course_command("report", "class", "-o", output, cwd=tmp_path)

    assert (told.returncode, told.stdout) == (2, "")
    assert f"{output} {says}" in told.stderr
    assert len(told.stderr.splitlines()) == 2
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("folder", ["class/pages", "class/learner-01", "class/learner-01/pages"])
def test_pages_do_not_go_among_the_submissions(here: Path, tmp_path: Path, folder: str) -> None:
    """The next run would take the folder for one more learner's work, or judge it."""
    told = course_command("report", "class", "--feedback", folder, cwd=tmp_path)

    assert (told.returncode, told.stdout, (tmp_path / "class.html").exists()) == (2, "", False)
    assert told.stderr.startswith(f"{folder} would be ")


def test_a_page_and_a_sheet_are_written_anew(here: Path, tmp_path: Path) -> None:
    """Over what the same command has written before, and over an empty file."""
    (tmp_path / "class.html").touch()
    (tmp_path / "roster.csv").write_text("Username\nlearner-01\n")
    sheet = ("gradebook", "sheet", "class", "moodle", "--roster", "roster.csv")
    for _ in range(2):
        assert course_command("report", "class", cwd=tmp_path).returncode == 0
        assert course_command(*sheet, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("list.csv", "would be written over, and it is not from an earlier run"),
        ("notes.txt", "would be written over, and it is not from an earlier run"),
        ("class/learner-02.zip", "would be written into what was handed in, learner-02.zip"),
        ("class/learner-01/data.csv", "would be written into what was handed in, learner-01"),
        ("class/learner-09/data.csv", "would be written into what was handed in, learner-09"),
        ("-", "is not the name of a file"),
    ],
)
def test_a_sheet_is_written_over_nothing(
    here: Path, tmp_path: Path, output: str, says: str
) -> None:
    """Neither over a list of the class, nor into the work of one who was not judged yet."""
    (here / "learner-09").mkdir()
    (tmp_path / "roster.csv").write_text("Username\nlearner-01\n")
    (tmp_path / "list.csv").write_text('"Learner","path"\nlearner-01,class/learner-01\n')
    (tmp_path / "notes.txt").write_text("mine")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    words = ("class", "moodle", "--roster", "roster.csv", "-o", output)
    told = course_command("gradebook", "sheet", *words, cwd=tmp_path)

    assert (told.returncode, told.stdout) == (2, "")
    assert f"{output} {says}" in told.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
