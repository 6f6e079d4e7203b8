"""Points in the rosters of Canvas and Moodle: who is who, and what their importers read."""

from __future__ import annotations

import csv
import io

import pytest

from checker.errors import UsageError
from checker.formats.cells import amount, guarded
from checker.formats.roster import UNKNOWN, match, person
from checker.formats.sheets import Row, Sheet, canvas, moodle

CANVAS = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Essay (77),FastAPI (1234),Final Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,40,(read only)
"One, Learner",101,S-01,learner-01,A,9,,90
"Two, Learner",102,S-02,learner-02@example.com,"A, ""B"" and C",8,12,80
"Three, Learnér",103,S-03,learner-03,A,,,
"=HYPERLINK(""http://evil.example"")",104,S-04,learner-04,A,,,
"Student, Test",105,,0123abc,A,,,
"""
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified \
(submission),Last modified (grade),Feedback comments
Participant 9001,Learner One,learner-01@example.com,Submitted,,40.00,Yes,"Monday, 2 March",-,
Participant 9002,Learner Two,learner-02@example.com,Submitted,3.00,40.00,Yes,-,-,"Old, but
kept"
Participant 9003,Learner Three,learner-03@example.com,No submission,,40.00,Yes,-,-,
"""
GRADES = """\
First name,Surname,ID number,Institution,Email address,Essay,Last downloaded from this course
Learner,One,1,X,learner-01@example.com,9,1700000000
Learner,Two,2,X,learner-02@example.com,-,1700000000
@SUM(A1),Three,3,X,learner-03@example.com,-,1700000000
"""


def cells(sheet: Sheet, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet.text), delimiter=delimiter))


def rows(*learners: str) -> list[Row]:
    """30, 31, 32 … of 40 points."""
    return [
        Row(name, 30 + place, 40, {"Core": 5.5}, f"Well done, {name}")
        for place, name in enumerate(learners)
    ]


def test_who_could_not_be_read_keeps_what_is_there() -> None:
    """Neither nought nor an empty cell, which would erase; it is told for whom, and why."""
    unread = Row("learner-02", 0, 40, problem="the archive is broken")
    known = [*rows("learner-01"), unread]
    for sheet in (canvas(CANVAS, known, absent=0), moodle(WORKSHEET, known, absent=0)):
        assert sheet.unread == (("learner-02", "the archive is broken"),)
        assert "learner-01" in sheet.text
        assert "learner-02" not in sheet.text
        assert [name for name in sheet.absent if "Two" in name] == []


# -- who is who ----------------------------------------------------------------------------

PEOPLE = [
    person(0, "One", ["101", "S-01", "learner-01@example.com"], ["One, Learner", "Learner One"]),
    person(1, "Two", ["102", "S-02", "Participant 9002"], ["Two, Learner", "Learner Two"]),
    person(2, "Two", ["103"], ["Two, Learner", "Learner Two"]),
    person(3, "Łúcía O'Brien", ["104", "101-b"], ["O'Brien, Łúcía", "Łúcía O'Brien"]),
]


@pytest.mark.parametrize(
    ("learner", "line"),
    [
        ("101", 0),
        ("s-01", 0),
        ("LEARNER-01@example.com", 0),
        ("learner-01", 0),
        ("Learner  One", 0),
        ("one_learner", 0),
        ("onelearner_101_4444_main.zip", 0),
        ("onelearner_LATE_101_4444_main", 0),
        ("twolearner_102_4444_lessons-1", 1),
        ("twolearner_103_4444", 2),
        ("Learner Two_9002_assignsubmission_file", 1),
        ("Learner Two_9002_assignsubmission_file_lessons", 1),
        ("Learner One_7777_assignsubmission_file", 0),
        ("lucia-o-brien", 3),
    ],
)
def test_learner_is_found(learner: str, line: int) -> None:
    """By id, address or name, and by the names that Canvas and Moodle give to downloads."""
    found = match([learner], PEOPLE)

    assert ({learner: line}, ()) == (found.of, found.problems)


def test_nobody_is_guessed() -> None:
    """A name of two people, a name of nobody, and two submissions of one person are told."""
    found = match(["Learner Two", "someone", "101", "Learner One", "104"], PEOPLE)

    assert found.of == {"104": 3}
    assert found.problems == (
        ("Learner Two", "2 people in the roster fit; name it after an id or an address"),
        ("someone", UNKNOWN),
        ("101", "another submission is of One too"),
        ("Learner One", "another submission is of One too"),
    )


def test_the_same_name_twice_is_told_twice() -> None:
    """A folder and a zip of one name: neither is taken."""
    found = match(["101", "101"], PEOPLE)

    assert (found.of, len(found.problems)) == ({}, 2)


# -- Canvas --------------------------------------------------------------------------------


def test_canvas_gets_its_gradebook_back() -> None:
    """The columns that say who it is, and the course's own, which keeps its id."""
    sheet = canvas(CANVAS, rows("learner-01", "learner-02", "stranger"), "fastapi")

    assert cells(sheet) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "FastAPI (1234)"],
        ["    Points Possible", "", "", "", "", "40"],
        ["One, Learner", "101", "S-01", "learner-01", "A", "30"],
        ["Two, Learner", "102", "S-02", "learner-02@example.com", 'A, "B" and C', "31"],
    ]
    assert sheet.unmatched == (("stranger", UNKNOWN),)
    assert sheet.absent == ("Three, Learnér", '=HYPERLINK("http://evil.example")')


def test_canvas_importer_knows_every_line() -> None:
    """What its importer asks of the head, and that no cell erases a grade."""
    sheet = canvas(CANVAS, rows("learner-03", "104"), "New title", {"Core": 9})
    head, possible, *students = cells(sheet)

    assert "Student" in head[0]
    assert "ID" in head[1]
    assert (head[2:4], head[4]) == (["SIS User ID", "SIS Login ID"], "Section")
    assert "Points Possible" in possible[0]
    assert [list(x) for x in zip(head, possible, strict=True)][5:] == [
        ["New title", "40"],
        ["Core", "9"],
    ]
    assert {s[1]: s[5:] for s in students} == {"103": ["30", "5.5"], "104": ["31", "5.5"]}


def test_canvas_absent_people_can_get_zero() -> None:
    """Only when asked: otherwise they keep what they have."""
    sheet = canvas(CANVAS, rows("learner-01"), "FastAPI", absent=0)

    assert [row[-1] for row in cells(sheet)[2:]] == ["30", "0", "0", "0"]
    assert len(sheet.absent) == 3


def test_a_learner_names_themselves_a_formula() -> None:
    """A name is what the learner types into the LMS, and the instructor opens the file."""
    (line,) = (row for row in cells(canvas(CANVAS, rows("104"), "FastAPI")) if row[1] == "104")

    assert line[0].startswith("'=HYPERLINK")


def test_canvas_with_semicolons_and_names_apart() -> None:
    """Its other two forms of export."""
    roster = (
        "LastName;FirstName;ID;SIS User ID;SIS Login ID;Section;Essay (1)\n"
        "One;Learner;101;S-01;learner-01;A;9,5\n"
    )
    sheet = canvas(roster, rows("Learner One"), "X")

    assert cells(sheet, ";")[2] == ["One", "Learner", "101", "S-01", "learner-01", "A", "30"]


# -- Moodle --------------------------------------------------------------------------------


def test_worksheet_comes_back_whole() -> None:
    """Every column, for its importer needs them, with grade and comment filled in."""
    sheet = moodle(WORKSHEET, rows("Learner One_9001_assignsubmission_file"))
    head, line = cells(sheet)
    read = dict(zip(head, line, strict=True))

    assert cells(Sheet(WORKSHEET, (), ()))[0] == head
    assert (
        read["Identifier"], read["Grade"], read["Maximum Grade"]
    ) == ("Participant 9001", "30", "40.00")  # fmt: skip
    assert read["Feedback comments"].startswith("Well done")
    assert read["Last modified (grade)"] == "-"
    assert sheet.absent == ("Learner Two", "Learner Three")


def test_worksheet_keeps_a_comment_when_there_is_no_other() -> None:
    """An empty cell would erase it."""
    sheet = moodle(WORKSHEET, [Row("learner-02", 0.0, 40)])
    (line,) = csv.DictReader(io.StringIO(sheet.text))

    assert (line["Grade"], line["Feedback comments"]) == ("0", "Old, but\nkept")


def test_grade_export_becomes_an_import() -> None:
    """What identifies people, the grade, the comment; no other item, nobody without points."""
    sheet = moodle(GRADES, [Row("2", 12.255, 40, comment="=1+1"), Row("3", 1, 40)], "Course")

    assert cells(sheet) == [
        ["First name", "Surname", "ID number", "Email address", "Course", "Course (feedback)"],
        ["Learner", "Two", "2", "learner-02@example.com", "12.26", "'=1+1"],
        ["'@SUM(A1)", "Three", "3", "learner-03@example.com", "1", ""],
    ]
    assert sheet.absent == ("Learner One",)


# -- what is no roster, and cells ----------------------------------------------------------


@pytest.mark.parametrize("roster", ["", "\n", "Name,Points\nx,1\n"])
def test_what_is_no_roster_is_told(roster: str) -> None:
    """With the way to a right one."""
    with pytest.raises(UsageError) as canvas_says:
        canvas(roster, rows("x"))
    with pytest.raises(UsageError) as moodle_says:
        moodle(roster, rows("x"))

    assert canvas_says.value.remedy
    assert moodle_says.value.remedy


def test_title_that_canvas_ignores_is_refused() -> None:
    """Its importer drops columns with these words without a sound."""
    with pytest.raises(UsageError, match="ignores"):
        canvas(CANVAS, rows("101"), "My Final Score")


@pytest.mark.parametrize("text", ["=1", "+x", "-x", "@x", "\tx", "\rx", "＝1", "-1+1", "+1 2"])
def test_formula_is_guarded(text: str) -> None:
    """A spreadsheet shows it, and runs nothing."""
    assert f"'{text}" == guarded(text)


@pytest.mark.parametrize("value", ["", "-", "-5", "+1,5", "x=1", 5, None])
def test_what_is_no_formula_stays(value: object) -> None:
    """Numbers, dashes and other words."""
    assert value == guarded(value)


@pytest.mark.parametrize(("points", "text"), [(3, "3"), (3.0, "3"), (2.5, "2.5"), (0, "0"),
                                              (100, "100"), (1 / 3, "0.33")])  # fmt: skip
def test_amounts(points: float, text: str) -> None:
    """As an LMS shows them."""
    assert text == amount(points)


@pytest.mark.parametrize(
    ("login", "written"),
    [("+43 1", "+43 1"), ("@one", "@one"), ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0")],
)
def test_id_stays_as_it_is_unless_it_can_do_harm(login: str, written: str) -> None:
    """An importer finds people by it, so it is guarded only where it is a formula."""
    roster = f"Student,ID,SIS User ID,SIS Login ID,Section\nOne,101,S-01,{login},A\n"

    assert cells(canvas(roster, rows("101")))[2][3] == written
