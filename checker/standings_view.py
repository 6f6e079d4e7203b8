"""What ``course gradebook show`` tells of a class: a table, or a sentence for each learner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from checker.console import Look, clean
from checker.curriculum import Lesson
from checker.grading.phrases import lesson
from checker.grading.records import Record
from checker.grading.standing import Standing

Lessons = Sequence[Lesson]
_LATE, _BY_HAND = "L", "M"
"""As the page about the class has them."""
_COLUMN = 8
"""Columns for the points of a lesson, two blanks before them and a mark behind."""


def show_standings(look: Look, records: Sequence[Record], lessons: Lessons) -> None:
    """A line a learner: points in all and in each lesson, and which are late or by hand."""
    most = sum(lesson.max_points for lesson in lessons)
    read = [record for record in records if not record.unread]
    rows = [[_cell(record, one) for one in lessons] for record in read]
    width = _table_width(read, rows)
    if look.plain or width > look.width:
        for record in read:
            each = ", ".join(f"{one.number}:{_marked(record, one)}" for one in lessons)
            look.line(f"{record.learner}: {record.total(lessons):g} of {most} points ({each})")
    elif read:
        _show_table(look, read, rows, lessons)
    for record in records:
        if record.unread:
            look.line(f"{record.learner}: could not be read: {record.unread}", "yellow")
        elif record.attempts[-1].verdict.report is None:
            look.line(f"{record.learner}: what came last could not be read, so the points are from "
                      f"before: {record.broken}", "yellow")  # fmt: skip
    for record in records:
        for told in _hidden(record, lessons):
            look.line(told, "yellow")


def _cell(record: Record, one: Lesson) -> str:
    """The points of a lesson, and a mark; a dash where it was not handed in."""
    standing = record.standings.get(one.id)
    if standing is None:
        return "– "
    mark = _BY_HAND if standing.by_hand else _LATE if standing.late else " "
    return f"{record.points.get(one.id, 0.0):g}{mark}"


def _table_width(records: Sequence[Record], rows: Sequence[Sequence[str]]) -> int:
    return _name_width(records) + _COLUMN * (1 + max(map(len, rows), default=0))


def _name_width(records: Sequence[Record]) -> int:
    return max([len("Learner"), *(cell_len(clean(record.learner)) for record in records)])


def _show_table(
    look: Look, records: Sequence[Record], rows: Sequence[Sequence[str]], lessons: Lessons
) -> None:
    room, most = _name_width(records), sum(lesson.max_points for lesson in lessons)

    def show(name: str, cells: Sequence[str]) -> None:
        look.raw(set_cell_size(clean(name), room) + "".join(f"{cell:>{_COLUMN}}" for cell in cells))

    show("Lesson", ["all ", *(f"{one.number} " for one in lessons)])
    show("Points", [f"of {most} ", *(f"of {one.max_points} " for one in lessons)])
    for record, cells in zip(records, rows, strict=True):
        show(record.learner, [f"{record.total(lessons):g} ", *cells])
    marks = {_LATE: "late", _BY_HAND: "by hand", "–": "not handed in"}
    told = [f"{mark} {words}" for mark, words in marks.items()
            if any(mark in cell for cells in rows for cell in cells)]  # fmt: skip
    if told:
        look.line(", ".join(told), "dim")


def _marked(record: Record, one: Lesson) -> str:
    standing = record.standings.get(one.id, Standing(0.0))
    mark = " by hand" if standing.by_hand else " late" if standing.late else ""
    return f"{record.points.get(one.id, 0.0):g}{mark}"


def _hidden(record: Record, lessons: Lessons) -> Iterator[str]:
    for one in lessons:
        standing = record.standings.get(one.id)
        if standing and standing.hides_better:
            yield (
                f"{record.learner}, {lesson(lessons, one.id)}: {standing.points:g} by hand hide "
                f"an attempt worth {standing.judged:g}."
            )
