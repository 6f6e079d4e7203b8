"""Points in the rosters of Canvas and Moodle: who is who, and what their importers read."""

from __future__ import annotations

import csv
import io

import pytest
from rich.console import Console

from checker.console import Look
from checker.errors import UsageError
from checker.formats.cells import amount, guarded
from checker.formats.export import decoded
from checker.formats.roster import UNKNOWN, match, person
from checker.formats.sheets import Row, Sheet, canvas, moodle
from checker.grade_view import show_sheet

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
    person(
        0, "One", ["101", "S-01", "learner-01@example.com"], ["One, Learner", "Learner One"],
        "canvas 101",
    ),
    person(1, "Two", ["102", "S-02"], ["Two, Learner", "Learner Two"], "canvas 102"),
    person(2, "Two", ["103"], ["Two, Learner", "Learner Two"], "canvas 103"),
    person(3, "Łúcía O'Brien", ["104", "101-b"], ["O'Brien, Łúcía", "Łúcía O'Brien"]),
    person(4, "Learner Nine", ["9"], ["Learner Nine"], "moodle 9009"),
    person(5, "Participant 9005", ["Participant 9005"], [], "moodle 9005"),
    person(6, "Jörg Six", ["9007"], ["Jörg Six"], "moodle 9006"),
]  # fmt: skip


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
        ("Learner Nine_9009_assignsubmission_file", 4),
        ("nine learner_9009_assignsubmission_file_lessons", 4),
        ("Participant_9005_assignsubmission_file", 5),
        ("Six Jorg_9006_assignsubmission_file", 6),
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

    assert (found.of, found.claimed) == ({"104": 3}, {0, 1, 2})
    assert found.problems == (
        (
            "Learner Two",
            "2 people in the roster fit: Two (102); Two (103); name it after an id or an address",
        ),
        ("someone", UNKNOWN),
        ("101", "another submission is of One too"),
        ("Learner One", "another submission is of One too"),
    )


@pytest.mark.parametrize(
    ("learner", "why", "claimed"),
    [
        ("onelearner_102_4444_main", "its number is of Two (102), and its name of One", {0, 1}),
        ("someone_102_4444_main", "its number is of Two (102), and its name is another", {1}),
        ("onelearner_555_4444", "its name is of One, whose number in the roster is another", {0}),
        ("Learner Nine_9006_assignsubmission_file",
         "its number is of Jörg Six, and its name of Learner Nine", {4, 6}),
        ("Participant_9006_assignsubmission_file", "", {6}),
    ],
)  # fmt: skip
def test_number_and_name_of_a_download_agree(learner: str, why: str, claimed: set[int]) -> None:
    """Else it is nobody's, and both are told. Where names are hidden, the number is enough."""
    found = match([learner], PEOPLE)

    if not why:
        assert set(found.of.values()) == claimed
        return
    assert (found.of, found.claimed) == ({}, claimed)
    assert found.problems == ((learner, f"{why}; name it after an id or an address"),)


def test_a_participant_is_no_id_number() -> None:
    """Moodle's exports of grades have the institution's: by chance, it is another's."""
    roster = GRADES.replace("Two,2,", "Two,9001,")
    sheet = moodle(roster, rows("Learner One_9001_assignsubmission_file_main"))

    assert [row[1] for row in cells(sheet)[1:]] == ["One"]
    assert sheet.unmatched == ()


def test_who_is_not_sure_has_handed_in() -> None:
    """Nobody is said to have handed nothing in whose submission is there, and gets no nought."""
    twins = "Full name,Email address\nA B,ab@example.com\nA B,ba@example.com\nC D,cd@example.com\n"
    sheet = moodle(twins, rows("A B"), absent=0)

    assert sheet.absent == ("C D",)
    assert [row[1] for row in cells(sheet)[1:]] == ["cd@example.com"]
    alone = moodle(twins, rows("ba"))
    assert alone.absent == ("A B (ab@example.com)", "C D")


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


@pytest.mark.parametrize(("has", "told"), [("40", ()), ("40,00", ()), ("", ()), ("100", (
    "In Canvas FastAPI (1234) has 100 points; the import makes them 40.",
))])  # fmt: skip
def test_canvas_gets_another_maximum(has: str, told: tuple[str, ...]) -> None:
    """Its importer takes what the file says, also for an assignment that is there."""
    roster = CANVAS.replace("10,40,(read", f'10,"{has}",(read')

    assert canvas(roster, rows("learner-01"), "FastAPI").notes == told


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


@pytest.mark.parametrize(("maximum", "grade"), [("100.00", "75"), ("100,00", "75"), ("", "30")])
def test_worksheet_is_scaled_to_its_maximum(maximum: str, grade: str) -> None:
    """30 of 40 points are 75 of 100, and that is said; what the importer reads fits Moodle."""
    worksheet = WORKSHEET.replace("40.00", f'"{maximum}"').replace("Maximum Grade", "Maximum grade")
    sheet = moodle(worksheet, rows("learner-01"))

    assert [line["Grade"] for line in csv.DictReader(io.StringIO(sheet.text))] == [grade]
    said = (
        "Moodle's maximum is 100, that of these lessons 40: points are scaled, so that 40 are 100."
    )
    assert sheet.notes == ((said,) if maximum else ())


def test_worksheet_of_a_scale_is_refused() -> None:
    """Points are no words of a scale."""
    with pytest.raises(UsageError, match="does not grade this assignment in points"):
        moodle(WORKSHEET.replace("40.00", "Good"), rows("learner-01"))


def test_grade_that_cannot_be_changed_is_told() -> None:
    """Moodle would leave it as it is, and say nothing."""
    sheet = moodle(WORKSHEET.replace("40.00,Yes,-,-", "40.00,No,-,-"), rows("learner-02", "9001"))

    assert (sheet.locked, sheet.held) == (("learner-02",), 0)
    assert cells(sheet)[1:] == []


def test_new_grade_item_needs_its_maximum() -> None:
    """Moodle gives a new one 100."""
    assert moodle(GRADES, rows("2")).notes == (
        "In Moodle, let the grade item's maximum be 40: a new one has 100.",
    )


# -- who was not judged ----------------------------------------------------------------------


def test_lesson_that_was_not_judged_is_left_as_it_is() -> None:
    """What Canvas has in its column stays; where it has none, the cell is empty, and no nought."""
    roster = CANVAS.replace("Essay (77)", "Core (77)")
    known = [
        Row("learner-01", 5, 40, {"Other": 5}, unjudged=(1,)),
        Row("learner-02", 7, 40, {"Core": 7}, unjudged=(2,)),
        Row("learner-03", None, 40, unjudged=(1, 2)),
    ]
    sheet = canvas(roster, known, "FastAPI", {"Core": 20, "Other": 20})

    assert [line[5:] for line in cells(sheet)[2:]] == [["5", "9", "5"], ["7", "7", ""]]
    assert sheet.unjudged == (
        ("learner-01", (1,)),
        ("learner-02", (2,)),
        ("learner-03", (1, 2)),
    )
    assert "Three, Learnér" not in sheet.absent
    assert sheet.held == 2


def test_points_beside_what_could_not_be_read_are_told() -> None:
    """They are by hand, or from before: the archive is broken all the same."""
    sheet = canvas(CANVAS, [Row("learner-01", 7, 40, note="the archive is broken")])

    assert (sheet.partial, sheet.held) == ((("learner-01", "the archive is broken"),), 1)


def shown(sheet: Sheet, learners: int, unjudged: tuple[int, ...] = ()) -> list[str]:
    out = io.StringIO()
    look = Look(True, console=Console(file=out, width=10_000))
    show_sheet(look, sheet, "grades.csv", learners, unjudged, "course grade class")
    return out.getvalue().splitlines()


def test_one_line_says_one_cause() -> None:
    """Thirteen whom nobody knows are one line, not thirteen."""
    names = tuple(f"learner-{number}" for number in range(50, 63))
    sheet = Sheet("", tuple((name, UNKNOWN) for name in names), ("One, A", "Two, B"), held=2)

    assert shown(sheet, 15) == [
        f"Not in it: {'; '.join(names)}: {UNKNOWN}",
        "Handed nothing in: One, A; Two, B",
        "grades.csv holds 2 of 15 learners.",
        "Who is not in it keeps in the LMS what is there: an empty cell would erase it.",
    ]


def test_what_else_to_know_is_shown() -> None:
    """Lessons without a verdict, locked grades, broken archives, and how the file was made."""
    sheet = Sheet(
        "", (), (), partial=(("learner-01", "the archive is broken"),),
        unjudged=(("learner-02", (3, 4)), ("learner-04", (3,)), ("learner-05", (3, 4))),
        locked=("learner-03",), notes=("Scaled.",), held=3,
    )  # fmt: skip

    assert shown(sheet, 3, (7, 8)) == [
        "What was handed in last could not be read, so not all points may be there: learner-01: "
        "the archive is broken",
        "Not in it: learner-03: their grade cannot be changed in Moodle",
        "Nobody has a grade in lessons 7 and 8: left out, of the points that can be had too.",
        "3 learners have lessons that were not judged and give no points: lessons 3 and 4 of "
        "learner-02, learner-05; lesson 3 of learner-04. Grade them with: course grade class",
        "Scaled.",
        "grades.csv holds 3 of 3 learners.",
    ]


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


def test_moodle_in_another_language_is_told() -> None:
    """With the columns that are there, and how to export them in English."""
    with pytest.raises(UsageError, match="it has: Vorname, ID-Nummer, E-Mail-Adresse") as told:
        moodle("Vorname,ID-Nummer,E-Mail-Adresse\nA,1,a@example.com\n", rows("a"))

    assert "switch it to English before you export" in told.value.remedy


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", False), ("utf-8-sig", False), ("utf-16", False),
                           ("cp1252", True)]
)  # fmt: skip
def test_roster_of_another_program_is_read(encoding: str, told: bool) -> None:
    """Names are right in each encoding that spreadsheets write; what is guessed is said."""
    text, note = decoded("Jörg Müller, “Six”".encode(encoding))

    assert (text, bool(note)) == ("Jörg Müller, “Six”", told)


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
