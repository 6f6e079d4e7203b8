"""The class at a glance: one HTML file for an instructor."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from checker import storage
from checker.pages import charts
from checker.pages.classroom import Classroom, Member
from checker.pages.items import EASY, FEWEST, HARD, LOW, items
from checker.pages.marks import MARKS, Cell, cells
from checker.pages.mistakes import misconceptions
from checker.pages.render import fill, number
from checker.pages.timeline import timeline

MARK = b'<meta name="generator" content="course report">'
LOOK = 1_000
"""Bytes at the start of a file, where the mark is."""
BAND = 100
"""Learners of one table: a browser lays out what is folded only when it is opened."""
MOST_MISTAKES = 20
"""More are folded."""


@dataclass(frozen=True)
class Row:
    """One learner's line; ``href`` leads to the feedback page, "" where there is none."""

    member: Member
    cells: tuple[Cell, ...]
    href: str


@dataclass(frozen=True)
class Band:
    """Learners with about as many points; ``first`` is the rank of the first one."""

    first: int
    rows: tuple[Row, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def points(self) -> str:
        """From most to fewest, in words; of those who have any."""
        points = [number(r.member.points) for r in self.rows if not r.member.unread]
        if not points:
            return "could not be read"
        most, fewest = points[0], points[-1]
        some = most if most == fewest else f"{most} to {fewest}"
        return f"{some} point" if some == "1" else f"{some} points"


@dataclass(frozen=True)
class Summary:
    """The class in a few numbers.

    ``median`` is a share of the points from 0 to 1, None where nobody has a grade;
    ``problems`` counts those whose newest submission could not be read.
    """

    learners: int
    handed_in: int
    all_points: int
    median: float | None
    late: int
    overrides: int
    extended: int
    problems: int


def write_class_page(
    classroom: Classroom, path: Path, links: Mapping[str, str] | None = None
) -> None:
    """Write the page, at once or not at all.

    Args:
        links: where each learner's feedback page is, relative to ``path``.

    Raises:
        UsageError: it cannot be written.
    """
    storage.write(path, class_page(classroom, links).encode())


def is_page(data: bytes) -> bool:
    """Whether a file is a class page that was written before."""
    return MARK in data[:LOOK]


def class_page(classroom: Classroom, links: Mapping[str, str] | None = None) -> str:
    """The page as HTML; ``links`` as in :func:`write_class_page`."""
    ranked = classroom.ranked
    marked = [cells(member, classroom.lessons) for member in ranked]
    hrefs = links or {}
    rows = [
        Row(member, tuple(found.values()), hrefs.get(member.learner, ""))
        for member, found in zip(ranked, marked, strict=True)
    ]
    deadlines = [deadline.when for deadline in classroom.deadlines]
    bins = timeline(ranked, classroom.zone, deadlines)
    met = misconceptions(classroom.lessons, ranked)
    return fill(
        "class.html",
        classroom=classroom,
        summary=summarize(classroom),
        bands=_bands(rows),
        marks=[mark for mark in MARKS if any(c.mark is mark for row in rows for c in row.cells)],
        items=items(classroom.lessons, marked),
        bounds={"low": LOW, "hard": HARD, "easy": EASY, "fewest": FEWEST},
        met=met[:MOST_MISTAKES],
        more=met[MOST_MISTAKES:],
        histogram=charts.histogram(classroom.graded) if classroom.graded else None,
        times=charts.times(bins, classroom.deadlines, len(ranked)) if bins else None,
        bins=bins,
        links=hrefs,
        ends=set(accumulate(len(lesson.steps) for lesson in classroom.lessons)),
        parts={lesson.id: f"lesson {lesson.number}" for lesson in classroom.lessons},
    )


def summarize(classroom: Classroom) -> Summary:
    """Count what stands on top.

    Who has handed in is who has an attempt that could be read, as in the picture over time.
    """
    members = classroom.members
    shares = [member.share for member in classroom.graded]
    return Summary(
        learners=len(members),
        handed_in=sum(map(_has_handed_in, members)),
        all_points=sum(m.max_points > 0 and m.points >= m.max_points for m in members),
        median=statistics.median(shares) if shares else None,
        late=sum(member.late for member in members),
        overrides=sum(bool(member.overrides) for member in members),
        extended=sum(member.extended for member in members),
        problems=sum(bool(member.problem) for member in members),
    )


def _has_handed_in(member: Member) -> bool:
    found = member.report.lessons if member.report else ()
    there = any(not result.missing for result in found)
    return there or any(not attempt.unread for attempt in member.attempts)


def _bands(rows: list[Row]) -> tuple[Band, ...]:
    return tuple(
        Band(start + 1, tuple(rows[start : start + BAND])) for start in range(0, len(rows), BAND)
    )
