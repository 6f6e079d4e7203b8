"""Points as CSV that Canvas and Moodle import, made from the roster that they exported.

Both importers were read for this. Canvas (``lib/gradebook_importer.rb``) knows a student by
ID, then SIS ids, then name, and takes every column after *Section* for an assignment; an
empty cell erases a grade. Moodle's gradebook (``grade/import/csv``) gives up at the first
person it does not know, and an empty cell erases there too. Moodle's assignment
(``assignfeedback_offline``) wants its grading worksheet back with all columns. So a file
holds only people who have points, and each line as the LMS wrote it. Whose submission
could not be read has none, and who was not judged on a lesson has none for it: their cell
stays as the LMS has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from checker import plain
from checker.errors import UsageError
from checker.formats.cells import amount, guarded, table
from checker.formats.export import Export, read
from checker.formats.roster import Person, labels, match, person

TITLE = "FastAPI Production Mastery"
_HARMLESS = re.compile(r"[\w.@+ -]*")
_ERASED = re.compile("(Current|Final|Override) (Score|Points|Grade|Status)")
_POLICY = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
_CANVAS_IDS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
_MOODLE_IDS = ("Identifier", "Email address", "ID number", "Username")
_MOODLE_NAMES = ("First name", "Last name", "Surname", "Full name")
_AMOUNT = re.compile(r"\d+([.,]\d+)?", re.ASCII)
_NUMBER = re.compile(r"\d+$")


@dataclass(frozen=True)
class Row:
    """What one learner gets: points in all and in each lesson, by the lesson's title.

    Args:
        points: None: nothing that counts was judged.
        max_points: in the lessons that the sheet is about.
        lessons: those alone that were judged.
        unjudged: the numbers of the others.
        problem: why there are no points: what was handed in could not be read.
        note: why the points may not be all: what was handed in last could not be read.
    """

    learner: str
    points: float | None
    max_points: int
    lessons: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""
    problem: str = ""
    unjudged: tuple[int, ...] = ()
    note: str = ""

    @property
    def empty(self) -> bool:
        """Whether the learner keeps what the LMS has."""
        return bool(self.problem) or self.points is None


@dataclass(frozen=True)
class Sheet:
    """``text`` is the file. What is not in it is told.

    Args:
        unmatched: learners without a line in the roster, and why.
        absent: people of the roster without a submission, as the roster calls them.
        unread: learners whose submission could not be read, and why. They get nothing, not
            even nought: they keep what they have.
        partial: learners who have points, but what they handed in last could not be read,
            and why.
        unjudged: learners, and the numbers of lessons that they were not judged on.
        locked: learners whose grade cannot be changed in the LMS.
        notes: what else to know before importing it.
        held: how many learners are in it.
    """

    text: str
    unmatched: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]
    unread: tuple[tuple[str, str], ...] = ()
    partial: tuple[tuple[str, str], ...] = ()
    unjudged: tuple[tuple[str, tuple[int, ...]], ...] = ()
    locked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    held: int = 0


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
    export = read(roster)
    if not {"ID", "Section"} <= set(export.head):
        raise UsageError(
            "This roster is not a gradebook of Canvas: it has no columns ID and Section.",
            "In Canvas: Grades, Export, Export Entire Gradebook.",
        )
    if _ERASED.search(title):
        raise UsageError(f"Canvas ignores a column called {title!r}.", "Give it another title.")
    info = export.head[: export.head.index("Section") + 1]
    people = [_student(export, at) for at, row in enumerate(export.lines) if _is_student(row)]
    most = {title: max((row.max_points for row in rows), default=0)} | dict(lessons or {})
    head = (*info, *(_column(export, name) for name in most))
    possible = ("    Points Possible", *[""] * (len(info) - 1), *map(amount, most.values()))

    def filled(line: int, row: Row | None) -> list[object]:
        cells = (_kept(name, cell, _CANVAS_IDS) for name, cell in _zip(info, export.lines[line]))
        old = [guarded(export.cell(line, name)) for name in head[len(info) :]]
        return [*cells, *_points(row, list(most), absent or 0, old)]

    notes = tuple(_changed(export, dict(zip(head[len(info) :], most.values(), strict=True))))
    return _sheet(export, [head, possible], people, rows, filled, absent is not None, notes=notes)


def _changed(export: Export, most: Mapping[str, int]) -> Iterator[str]:
    """What the import makes of an assignment that Canvas has: it takes the new maximum."""
    line = next((n for n, row in enumerate(export.lines) if "Points Possible" in row[0]), None)
    for name, points in most.items() if line is not None else ():
        has = _float(export.cell(line or 0, name))
        if has is not None and has != points:
            yield f"In Canvas {name} has {amount(has)} points; the import makes them {points}."


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
        UsageError: nothing in the list identifies people, or it is graded by a scale.
    """
    export = read(roster)
    known = [name for name in (*_MOODLE_IDS, *_MOODLE_NAMES) if name in export.head]
    if not set(known) & set(_MOODLE_IDS):
        raise _unknown(export)
    if {"Identifier", "Grade"} <= set(export.head):
        return _worksheet(export, rows, absent)
    people = [_participant(export, line) for line in range(len(export.lines))]
    shown = tuple(name for name in export.head if name in known)
    most = max((row.max_points for row in rows), default=0)

    def filled(line: int, row: Row | None) -> list[object]:
        old = (_kept(name, export.cell(line, name), _MOODLE_IDS) for name in shown)
        return [*old, amount(_total(row, absent)), _comment(row)]

    head = (*shown, title, f"{title} (feedback)")
    note = f"In Moodle, let the grade item's maximum be {most}: a new one has 100."
    return _sheet(export, [head], people, rows, filled, absent is not None, notes=(note,))


def _worksheet(export: Export, rows: Sequence[Row], absent: float | None) -> Sheet:
    """Every column comes back. Points are scaled to the maximum that Moodle has."""
    lines = range(len(export.lines))
    people = [_participant(export, line) for line in lines]
    locked = {n for n in lines if export.cell(n, "Grade can be changed").casefold() == "no"}
    maxima = {line: _maximum(export.cell(line, "Maximum grade")) for line in lines}

    def filled(line: int, row: Row | None) -> list[object]:
        of = maxima[line]
        scale = of / row.max_points if row and row.max_points and of else 1
        new = {
            "Grade": amount(_total(row, absent) * scale),
            "Feedback comments": _comment(row),
        }
        old = ((name, export.cell(line, name)) for name in export.head)
        return [new.get(name) or _kept(name, cell, _MOODLE_IDS) for name, cell in old]

    most = max((row.max_points for row in rows), default=0)
    others = sorted({one for one in maxima.values() if one and one != most})
    notes = [
        f"Moodle's maximum is {amount(one)}, that of these lessons {most}: points are scaled, "
        f"so that {most} are {amount(one)}."
        for one in others
    ]
    return _sheet(
        export, [export.head], people, rows, filled, absent is not None, locked, tuple(notes)
    )


def _unknown(export: Export) -> UsageError:
    """Its columns have other names; Moodle translates them."""
    has = plain.line(", ".join(export.head[:8]))
    return UsageError(
        f"This roster has none of the columns {', '.join(_MOODLE_IDS)}; it has: {has}.",
        "In Moodle, export the grades as plain text, or an assignment's grading worksheet. If "
        "Moodle speaks another language, switch it to English before you export: the columns "
        "are named in the language of who exports.",
    )


def _maximum(cell: str) -> float:
    """Points that Moodle gives at most, 0 if it does not say.

    Raises:
        UsageError: it gives words of a scale, or no grade.
    """
    points = _float(cell.strip() or "0")
    if points is None:
        raise UsageError(
            f"Moodle does not grade this assignment in points: its maximum is {cell!r}.",
            "In the assignment's settings, let its grade be of the type Point, and export anew.",
        )
    return points


def _float(cell: str) -> float | None:
    """A number, with a decimal point or comma; None for anything else."""
    found = _AMOUNT.fullmatch(cell.strip())
    return float(found[0].replace(",", ".")) if found else None


def _total(row: Row | None, absent: float | None) -> float:
    return (row.points if row else absent) or 0


def _comment(row: Row | None) -> str:
    return str(guarded(row.comment)) if row else ""


def _sheet(
    export: Export,
    head: Sequence[Sequence[str]],
    people: Sequence[Person],
    rows: Sequence[Row],
    filled: Callable[[int, Row | None], list[object]],
    everyone: bool,
    locked: Collection[int] = (),
    notes: tuple[str, ...] = (),
) -> Sheet:
    """In the order of the roster, so that the file can be compared with it."""
    found = match([row.learner for row in rows], people)
    row_of = {found.of[row.learner]: row for row in rows if row.learner in found.of}
    left_out = {line for line, row in row_of.items() if row.empty} | {*locked, *found.claimed}
    written = [o for o in people if o.line not in left_out and (everyone or o.line in row_of)]
    body = [filled(one.line, row_of.get(one.line)) for one in written]
    called, there = labels(people), {*row_of, *found.claimed}
    return Sheet(
        table([*head, *body], export.delimiter),
        found.problems,
        tuple(called[one.line] for one in people if one.line not in there),
        tuple((row.learner, row.problem) for row in rows if row.problem),
        tuple((row.learner, row.note) for row in rows if row.note and not row.problem),
        tuple((row.learner, row.unjudged) for row in rows if row.unjudged and not row.problem),
        tuple(row_of[line].learner for line in sorted(locked) if line in row_of),
        notes,
        sum(one.line in row_of for one in written),
    )


def _is_student(row: Sequence[str]) -> bool:
    """Whether it is neither the points, nor the posting policy, nor Canvas's test student."""
    if "Points Possible" in row[0] or row[0].strip() in {"Student, Test", "Test Student"}:
        return False
    return not all(_POLICY.fullmatch(cell) for cell in row)


def _student(export: Export, line: int) -> Person:
    first, last = export.cell(line, "FirstName"), export.cell(line, "LastName")
    name = export.cell(line, "Student") or f"{last}, {first}"
    family, _, given = name.partition(",")
    ids = [export.cell(line, column) for column in _CANVAS_IDS]
    names = (name, f"{given} {family}", f"{first} {last}")
    return person(line, name.strip(), ids, names, f"canvas {ids[0].strip()}")


def _participant(export: Export, line: int) -> Person:
    first = export.cell(line, "First name")
    last = export.cell(line, "Last name") or export.cell(line, "Surname")
    name = export.cell(line, "Full name") or f"{first} {last}".strip()
    ids = [export.cell(line, column) for column in _MOODLE_IDS]
    label = name or next(filter(None, ids), "")
    number = _NUMBER.search(export.cell(line, "Identifier").strip())
    download = f"moodle {number[0]}" if number else ""
    return person(line, label, ids, (name, f"{last} {first}"), download)


def _column(export: Export, title: str) -> str:
    """The assignment's column in the roster, which carries its id, or the title."""
    mine = re.compile(rf"{re.escape(title)}(?: \(\d+\))?", re.IGNORECASE)
    return next((name for name in export.head if mine.fullmatch(name)), title)


def _points(
    row: Row | None, titles: Sequence[str], absent: float, old: Sequence[object]
) -> list[object]:
    """In all, and in each lesson; of one that was not judged, what the LMS has already."""
    if row is None:
        return [amount(absent)] * len(titles)
    found = (row.points, *(row.lessons.get(title) for title in titles[1:]))
    return [was if one is None else amount(one) for one, was in zip(found, old, strict=True)]


def _zip(names: Sequence[str], cells: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(names, [*cells, *[""] * len(names)], strict=False))


def _kept(name: str, cell: str, ids: Sequence[str]) -> object:
    """A cell of the roster. An id has to stay as it is, as long as it cannot be a formula."""
    return cell if name in ids and _HARMLESS.fullmatch(cell) else guarded(cell)
