"""When the class handed in: attempts in each stretch of time, and how far it had come."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from checker.pages.classroom import Member

MOST = 60
"""Bars that one picture has room for."""
_WIDTHS = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=2),
    timedelta(days=7),
    timedelta(days=28),
)


@dataclass(frozen=True)
class Bin:
    """A stretch of time: attempts in it, and learners up to its end.

    Of ``late`` attempts every lesson came late, of ``partly`` late ones only some did.
    ``began`` counts who had handed in at least once, ``done`` who had all points.
    """

    start: datetime
    end: datetime
    on_time: int
    partly: int
    late: int
    began: int
    done: int

    @property
    def attempts(self) -> int:
        return self.on_time + self.partly + self.late


def timeline(
    members: Sequence[Member], zone: tzinfo | None, also: Sequence[datetime] = ()
) -> tuple[Bin, ...]:
    """All attempts in stretches of equal length, whole hours or days where they are long.

    Those that could not be read are left out.

    Args:
        also: moments, such as deadlines, that have to be inside.
    """
    attempts = [a for member in members for a in member.attempts if not a.unread]
    moments = [attempt.submitted.astimezone(zone) for attempt in attempts]
    if not moments:
        return ()
    moments += [moment.astimezone(zone) for moment in also]
    edges = _edges(min(moments), max(moments))
    first, done = _milestones(members)
    return tuple(
        Bin(
            start,
            end,
            sum(start <= a.submitted < end for a in attempts if not a.late),
            sum(start <= a.submitted < end for a in attempts if a.late and a.late != a.lessons),
            sum(start <= a.submitted < end for a in attempts if a.late and a.late == a.lessons),
            sum(moment < end for moment in first),
            sum(moment < end for moment in done),
        )
        for start, end in itertools.pairwise(edges)
    )


def _milestones(members: Sequence[Member]) -> tuple[list[datetime], list[datetime]]:
    """For each learner who got there: the first attempt, and the first with all points."""
    first, done = [], []
    for member in members:
        times = sorted((a.submitted, a.points) for a in member.attempts if not a.unread)
        first += [when for when, _ in times[:1]]
        done += [when for when, points in times if points >= member.max_points][:1]
    return first, done


def _edges(start: datetime, end: datetime) -> list[datetime]:
    width = next((w for w in _WIDTHS if (end - start) / w < MOST - 1), None)
    width = width or timedelta(days=(end - start).days // (MOST - 1) + 1)
    edge = start.replace(minute=0, second=0, microsecond=0)
    if width >= timedelta(days=1):
        edge = edge.replace(hour=0)
    elif width >= timedelta(hours=1):
        edge = edge.replace(hour=edge.hour - edge.hour % (width // timedelta(hours=1)))
    edges = [edge]
    while edges[-1] <= end:
        edges.append(edges[-1] + width)
    return _without_empty_ends(edges, start)


def _without_empty_ends(edges: list[datetime], start: datetime) -> list[datetime]:
    while len(edges) > 2 and edges[1] <= start:
        edges = edges[1:]
    return edges
