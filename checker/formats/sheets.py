"""Points as CSV that Canvas and Moodle import, made from the roster that they exported.

Both importers were read for this. Canvas (``lib/gradebook_importer.rb``) knows a student by
ID, then SIS ids, then name, and takes every column after *Section* for an assignment; an
empty cell erases a grade. Moodle's gradebook (``grade/import/csv``) gives up at the first
person it does not know, and an empty cell erases there too. Moodle's assignment
(``assignfeedback_offline``) wants its grading worksheet back with all columns. So a file
holds only people who have points, and each line as the LMS wrote it. Whose submission
could not be read has none: their cell stays as the LMS has it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.errors import UsageError
from checker.formats.cells import amount, guarded, table
from checker.formats.roster import Person, match, person

TITLE = "FastAPI Production Mastery"
_HARMLESS = re.compile(r"[\w.@+ -]*")
_ERASED = re.compile("(Current|Final|Override) (Score|Points|Grade|Status)")
_POLICY = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
_CANVAS_IDS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
_MOODLE_IDS = ("Identifier", "Email address", "ID number", "Username")
_MOODLE_NAMES = ("First name", "Last name", "Surname", "Full name")


@dataclass(frozen=True)
class Row:
    """What one learner gets: points in all and in each lesson, by the lesson's title.

    ``problem`` says why there are none: what was handed in could not be read.
    """

    learner: str
    points: float
    max_points: int
    lessons: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    """``text`` is the file. What is not in it is told.

    Args:
        unmatched: learners without a line in the roster, and why.
        absent: people of the roster without a submission, as the roster calls them.
        unread: learners whose submission could not be read, and why. They get nothing, not
            even nought: they keep what they have.
    """

    text: str
    unmatched: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]
    unread: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Roster:
    delimiter: str
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    def cell(self, line: int, name: str) -> str:
        """One cell by its column's name, "" if there is no such column."""
        row = self.lines[line]
        place = self.head.index(name) if name in self.head else len(row)
        return row[place] if place < len(row) else ""


def canvas(
    roster: str,
    rows: Sequence[Row],
    title: str = TITLE,
    lessons: Mapping[str, int] | None = None,
    absent: float | None = None,
) -> Sheet:
    """The gradebook that Canvas exported, with the course's column alone.

    Args:
        roster: the exported file's text.
        title: the assignment's. If the roster has it, that one is filled in; otherwise
            Canvas asks before it makes a new one.
        lessons: a column for each of these too: most points by the lesson's title.
        absent: what people without a submission get; without it they are left out, and
            keep what they have.

    Raises:
        UsageError: that is not a gradebook of Canvas.
    """
    read = _read(roster)
    if not {"ID", "Section"} <= set(read.head):
        raise UsageError(
            "This roster is not a gradebook of Canvas: it has no columns ID and Section.",
            "In Canvas: Grades, Export, Export Entire Gradebook.",
        )
    if _ERASED.search(title):
        raise UsageError(f"Canvas ignores a column called {title!r}.", "Give it another title.")
    info = read.head[: read.head.index("Section") + 1]
    people = [_student(read, at) for at, row in enumerate(read.lines) if _is_student(row)]
    most = {title: max((row.max_points for row in rows), default=0)} | dict(lessons or {})
    head = (*info, *(_column(read, name) for name in most))
    possible = ("    Points Possible", *[""] * (len(info) - 1), *map(amount, most.values()))

    def filled(line: int, row: Row | None) -> list[object]:
        points = _points(row, list(most), absent or 0)
        cells = (_kept(name, cell, _CANVAS_IDS) for name, cell in _zip(info, read.lines[line]))
        return [*cells, *map(amount, points)]

    return _sheet(read, [head, possible], people, rows, filled, absent is not None)


def moodle(
    roster: str, rows: Sequence[Row], title: str = TITLE, absent: float | None = None
) -> Sheet:
    """The list that Moodle exported, with grades and comments.

    An assignment's grading worksheet comes back whole, with *Grade* and *Feedback comments*
    filled in. Of any other list (a grade export, the participants) the columns that
    identify people stay, and a column with the grade and one with comments are added; when
    importing, map both: feedback without a grade erases the grade.

    Args:
        roster: the exported file's text.
        title: the grade item's.
        absent: what people without a submission get; without it they are left out.

    Raises:
        UsageError: nothing in the list identifies people.
    """
    read = _read(roster)
    known = [name for name in (*_MOODLE_IDS, *_MOODLE_NAMES) if name in read.head]
    if not set(known) & set(_MOODLE_IDS):
        raise UsageError(
            f"This roster has none of the columns {', '.join(_MOODLE_IDS)}.",
            "In Moodle, export the grades as plain text, or an assignment's grading worksheet.",
        )
    worksheet = {"Identifier", "Grade"} <= set(read.head)
    people = [_participant(read, line) for line in range(len(read.lines))]
    shown = read.head if worksheet else tuple(name for name in read.head if name in known)
    added = () if worksheet else (title, f"{title} (feedback)")

    def filled(line: int, row: Row | None) -> list[object]:
        grade = amount(row.points if row else absent or 0)
        comment = str(guarded(row.comment)) if row else ""
        new = {"Grade": grade, "Feedback comments": comment} if worksheet else {}
        old = ((name, read.cell(line, name)) for name in shown)
        cells = [new.get(name) or _kept(name, cell, _MOODLE_IDS) for name, cell in old]
        return cells if worksheet else [*cells, grade, comment]

    return _sheet(read, [(*shown, *added)], people, rows, filled, absent is not None)


def _sheet(
    read: _Roster,
    head: Sequence[Sequence[str]],
    people: Sequence[Person],
    rows: Sequence[Row],
    filled: Callable[[int, Row | None], list[object]],
    everyone: bool,
) -> Sheet:
    """In the order of the roster, so that the file can be compared with it."""
    found = match([row.learner for row in rows], people)
    row_of = {found.of[row.learner]: row for row in rows if row.learner in found.of}
    unread = {line for line, row in row_of.items() if row.problem}
    written = [o for o in people if o.line not in unread and (everyone or o.line in row_of)]
    body = [filled(one.line, row_of.get(one.line)) for one in written]
    missing = tuple(one.label for one in people if one.line not in row_of)
    problems = tuple((row.learner, row.problem) for row in rows if row.problem)
    return Sheet(table([*head, *body], read.delimiter), found.problems, missing, problems)


def _read(roster: str) -> _Roster:
    text = roster.removeprefix("\ufeff")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [tuple(row) for row in found if any(map(str.strip, row))]
    if not rows:
        raise UsageError("The roster is empty.", "Export it anew, as CSV.")
    return _Roster(delimiter, tuple(name.strip() for name in rows[0]), tuple(rows[1:]))


def _is_student(row: Sequence[str]) -> bool:
    """Whether it is neither the points, nor the posting policy, nor Canvas's test student."""
    if "Points Possible" in row[0] or row[0].strip() in {"Student, Test", "Test Student"}:
        return False
    return not all(_POLICY.fullmatch(cell) for cell in row)


def _student(read: _Roster, line: int) -> Person:
    first, last = read.cell(line, "FirstName"), read.cell(line, "LastName")
    name = read.cell(line, "Student") or f"{last}, {first}"
    family, _, given = name.partition(",")
    ids = (read.cell(line, column) for column in _CANVAS_IDS)
    return person(line, name.strip(), ids, (name, f"{given} {family}", f"{first} {last}"))


def _participant(read: _Roster, line: int) -> Person:
    first = read.cell(line, "First name")
    last = read.cell(line, "Last name") or read.cell(line, "Surname")
    name = read.cell(line, "Full name") or f"{first} {last}".strip()
    ids = [read.cell(line, column) for column in _MOODLE_IDS]
    label = name or next(filter(None, ids), "")
    return person(line, label, ids, (name, f"{last} {first}"))


def _column(read: _Roster, title: str) -> str:
    """The assignment's column in the roster, which carries its id, or the title."""
    mine = re.compile(rf"{re.escape(title)}(?: \(\d+\))?", re.IGNORECASE)
    return next((name for name in read.head if mine.fullmatch(name)), title)


def _points(row: Row | None, titles: Sequence[str], absent: float) -> list[float]:
    if row is None:
        return [absent] * len(titles)
    return [row.points, *(row.lessons.get(title, 0) for title in titles[1:])]


def _zip(names: Sequence[str], cells: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(names, [*cells, *[""] * len(names)], strict=False))


def _kept(name: str, cell: str, ids: Sequence[str]) -> object:
    """A cell of the roster. An id has to stay as it is, as long as it cannot be a formula."""
    return cell if name in ids and _HARMLESS.fullmatch(cell) else guarded(cell)
