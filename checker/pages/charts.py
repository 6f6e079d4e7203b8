"""Where bars, lines and ticks of a picture go, in the units of its own view box."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from checker.pages.classroom import Deadline, Member
from checker.pages.timeline import Bin


@dataclass(frozen=True)
class Bar:
    """``key`` is its class in the page's style, ``words`` what it says."""

    x: float
    y: float
    width: float
    height: float
    words: str
    key: str = ""


@dataclass(frozen=True)
class Tick:
    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Line:
    """``points`` as SVG has them."""

    points: str
    key: str


@dataclass(frozen=True)
class Panel:
    """A rectangle with axes: ``left``, ``top``, ``right`` and ``bottom`` are its edges."""

    left: float
    top: float
    right: float
    bottom: float
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True)
class Times:
    """The class over time: learners above, attempts below, deadlines through both."""

    learners: Panel
    attempts: Panel
    deadlines: tuple[Tick, ...]


def histogram(members: Sequence[Member]) -> Panel:
    """How many learners have which share of the points, in tenths; all points are the last."""
    counts = [0] * 11
    for member in members:
        counts[min(int(member.share * 10 + 1e-9), 10)] += 1
    top, ticks = scale(max(counts))
    panel = Panel(40, 12, 412, 150)
    slot, height = (panel.right - panel.left) / 11, panel.bottom - panel.top
    bars = tuple(
        Bar(
            panel.left + number * slot + 2,
            panel.bottom - height * count / top,
            slot - 4,
            height * count / top,
            f"{_tenth(number)} of the points: {count}",
        )
        for number, count in enumerate(counts)
    )
    x_ticks = tuple(
        Tick(panel.left + (n + 0.5 * (n == 10)) * slot, f"{n * 10} %") for n in (0, 2, 4, 6, 8, 10)
    )
    return replace(panel, bars=bars, x_ticks=x_ticks, y_ticks=_up(panel, ticks, top))


def _tenth(number: int) -> str:
    return "100 %" if number == 10 else f"{number * 10} to under {number * 10 + 10} %"


def scale(most: int) -> tuple[int, tuple[int, ...]]:
    """A round number that is at least ``most``, and round numbers up to it from 0."""
    most = max(most, 1)
    power = 10 ** max(math.floor(math.log10(most / 4)), 0) if most >= 4 else 1
    step = next(s for s in (power, 2 * power, 5 * power, 10 * power) if most / s <= 5)
    top = math.ceil(most / step) * step
    return top, tuple(range(0, top + 1, step))


def _up(panel: Panel, ticks: Sequence[int], top: int) -> tuple[Tick, ...]:
    height = panel.bottom - panel.top
    return tuple(Tick(panel.bottom - height * tick / top, str(tick), "end") for tick in ticks)


def times(bins: Sequence[Bin], deadlines: Sequence[Deadline], learners: int) -> Times:
    """The picture of a timeline that has at least one bin."""
    upper, lower = Panel(48, 34, 852, 154), Panel(48, 184, 852, 274)
    across = _Across(upper, bins)
    top, ticks = scale(learners)
    began = [(bin.end, bin.began) for bin in bins]
    done = [(bin.end, bin.done) for bin in bins]
    lines = (_line(upper, across, began, top, "began"), _line(upper, across, done, top, "done"))
    return Times(
        replace(upper, lines=lines, y_ticks=_up(upper, ticks, top)),
        _attempts(lower, across, bins),
        tuple(_deadlines(across, deadlines)),
    )


class _Across:
    """Where a moment is on the axis of time."""

    def __init__(self, panel: Panel, bins: Sequence[Bin]) -> None:
        self._panel = panel
        self.start, self.end = bins[0].start, bins[-1].end

    def __call__(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return self._panel.left + (self._panel.right - self._panel.left) * share


def _line(
    panel: Panel, across: _Across, values: Sequence[tuple[datetime, int]], top: int, key: str
) -> Line:
    height = panel.bottom - panel.top
    points = [(panel.left, panel.bottom)]
    points += [(across(when), panel.bottom - height * value / top) for when, value in values]
    return Line(" ".join(f"{x:.1f},{y:.1f}" for x, y in points), key)


def _attempts(panel: Panel, across: _Across, bins: Sequence[Bin]) -> Panel:
    top, ticks = scale(max(bin.attempts for bin in bins))
    unit = (panel.bottom - panel.top) / top
    bars = []
    for bin in bins:
        x, width = across(bin.start) + 1, max(across(bin.end) - across(bin.start) - 2, 1.0)
        kinds = {"ontime": bin.on_time, "partly": bin.partly, "late": bin.late}
        words = f"{moment(bin.start)}: {bin.on_time} on time, "
        words += f"{bin.partly} partly late, {bin.late} late"
        y = panel.bottom
        for key, many in kinds.items():
            y -= unit * many
            bars.append(Bar(x, y, width, unit * many, words, key))
    bars = [bar for bar in bars if bar.height]
    return replace(panel, bars=tuple(bars), x_ticks=_days(across), y_ticks=_up(panel, ticks, top))


def _days(across: _Across) -> tuple[Tick, ...]:
    """At most eight ticks: at midnights, or at whole hours within two days."""
    span = across.end - across.start
    if span <= timedelta(days=2):
        step, form = timedelta(hours=max(math.ceil(span / timedelta(hours=8)), 1)), "%H:%M"
        first = across.start.replace(minute=0)
    else:
        step, form = timedelta(days=math.ceil(span / timedelta(days=8))), "%b %d"
        first = across.start.replace(hour=0, minute=0)
    ticks = []
    while first < across.end:
        if first >= across.start:
            ticks.append(Tick(across(first), first.strftime(form).replace(" 0", " ")))
        first += step
    return tuple(ticks)


def _deadlines(across: _Across, deadlines: Sequence[Deadline]) -> Iterator[Tick]:
    """One line a moment; its label stands on the left where the right has no room."""
    for when, same in groupby(sorted(deadlines, key=_when), key=_when):
        at = across(when)
        label = ", ".join(due.name for due in same)
        room = at + 8 * min(len(label), 36) < 860
        yield Tick(at, label, "start" if room else "end")


def _when(deadline: Deadline) -> datetime:
    return deadline.when


def moment(when: datetime) -> str:
    """A moment as the pages show it, without its zone: Nov 5, 14:30."""
    return f"{when:%b} {when.day}, {when:%H:%M}"


def stamp(when: datetime) -> str:
    """A moment with its zone: Nov 5, 14:30 CET."""
    return f"{moment(when)} {when:%Z}"
