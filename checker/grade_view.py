"""What ``course grade`` shows while it judges: a table that moves, or a line now and then."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, Self

from rich.cells import cell_len
from rich.console import Console, Group
from rich.live import Live
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from checker.console import NARROW, Look, clean
from checker.grading.grade import Grade
from checker.grading.submissions import Submission
from checker.grading.tally import Tally, outcome
from checker.grading.troubles import Trouble
from checker.pages.classroom import Classroom, lessons_named

if TYPE_CHECKING:  # `course grade` does without
    from checker.formats.sheets import Sheet

TICK = 0.25
"""Seconds between two looks of the table."""
PAUSE = 10.0
"""Seconds between two lines, where there is no table."""
MOST_NAME = 24
MOST_NAMED = 10
"""Learners who are named for one cause."""
STYLES = {"full marks": "green", "not judged": "red"}


class View(Protocol):
    """Hears what happens."""

    def begun(self, submission: Submission, future: Future[bytes]) -> None:
        """A submission waits to be judged, or is being judged."""

    def judged(self, grade: Grade) -> None:
        """A verdict is there."""


class Silent:
    """Shows nothing."""

    def begun(self, submission: Submission, future: Future[bytes]) -> None: ...

    def judged(self, grade: Grade) -> None: ...


class Lines(Silent):
    """A line now and then: for screen readers, and beside output that goes elsewhere."""

    def __init__(
        self,
        total: int,
        write: Callable[[str], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tally = Tally(total)
        self._write = write
        self._clock = clock
        self._last = clock()

    def judged(self, grade: Grade) -> None:
        self._tally.add(grade)
        if self._clock() - self._last >= PAUSE:
            self._last = self._clock()
            told = (
                f"{self._tally.done} of {self._tally.total} are done: {' '.join(self._tally.words)}"
            )
            self._write(f"{told}\n")


class _Steady(Console):
    """Leaves the cursor where people see it: a program that is killed cannot bring it back."""

    def show_cursor(self, show: bool = True) -> bool:
        return False


class Table:
    """The last verdicts, who is being judged, a summary and a bar, as much as fits.

    What happens is heard on one thread; another one draws it, so that a thousand known
    verdicts cost no thousand drawings. When the terminal gets another size, all of it is
    drawn anew on a clear screen, for lines that were wrapped cannot be taken back.
    """

    def __init__(self, total: int, console: Console) -> None:
        self._tally = Tally(total)
        self._console = console
        self._underway: dict[tuple[str, str], Future[bytes]] = {}
        self._bar = Progress(
            TextColumn("Grading"),
            BarColumn(None),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=console,
            expand=True,
        )
        self._task = self._bar.add_task("", total=total)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._draw, daemon=True, name="grades")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def begun(self, submission: Submission, future: Future[bytes]) -> None:
        with self._lock:
            self._underway[submission.learner, str(submission.path)] = future

    def judged(self, grade: Grade) -> None:
        with self._lock:
            self._tally.add(grade)
            self._bar.update(self._task, advance=1)
            self._underway.pop((grade.learner, grade.path), None)

    def _draw(self) -> None:
        while not self._ended.is_set():
            size = self._console.size
            with self._live() as live:
                while self._console.size == size and not self._ended.wait(TICK):
                    live.update(self.picture(*size), refresh=True)
            if not self._ended.is_set():
                self._console.clear()

    def _live(self) -> Live:
        size = self._console.size
        return Live(self.picture(*size), console=self._console, auto_refresh=False, transient=True)

    def picture(self, width: int, height: int) -> Group:
        """All that fits into so many columns and lines; the bar comes first."""
        with self._lock:
            room = height - 2  # the bar, and a line for the cursor
            summary = [
                line
                for words in self._tally.words
                for line in Text(words).wrap(self._console, width)
            ][: max(room, 0)]
            room -= len(summary)
            now = self._now(width) if room >= 3 else []
            rows = self._rows(width, room - len(now) - 1)
            gap = [Text()] if rows else []
            return Group(*rows, *gap, *now, *summary, self._bar.make_tasks_table(self._bar.tasks))

    def _now(self, width: int) -> list[Text]:
        names = [_line(n) for (n, _), future in self._underway.items() if future.running()]
        return [_cut(Text(f"Now: {', '.join(names)}", "dim"), width)] if names else []

    def _rows(self, width: int, room: int) -> list[Text]:
        """The newest grades, the newest last; each whole, or not at all."""
        column = max((cell_len(_line(g.learner)) for g in self._tally.latest), default=0)
        column = min(column, MOST_NAME, max(width // 3, 8))
        rows: list[Text] = []
        for grade in reversed(self._tally.latest):
            mine = _row(grade, width, column)
            if len(rows) + len(mine) > room:
                break
            rows = [*mine, *rows]
        return rows


def _row(grade: Grade, width: int, column: int) -> list[Text]:
    """One line, or two where the terminal is narrow."""
    how = outcome(grade)
    points = "not judged" if grade.report is None else f"{grade.points} of {grade.max_points}"
    words = how if how == "full marks" else _line(grade.wrong)
    style = STYLES.get(how, "yellow")
    if width < NARROW:
        name = _cut(Text(_line(grade.learner)), max(width - len(points) - 2, 1), pad=True)
        head = _cut(Text.assemble(name, "  ", (points, style)), width)
        return [head, _cut(Text(f"  {words}"), width)] if how != "full marks" else [head]
    name = _cut(Text(_line(grade.learner)), column, pad=True)
    return [_cut(Text.assemble(name, "  ", (f"{points:>10}", style), "  ", words), width)]


def _line(text: str) -> str:
    return clean(" ".join(text.split()))


def _cut(text: Text, width: int, pad: bool = False) -> Text:
    text.truncate(width, overflow="ellipsis", pad=pad)
    return text


def show_troubles(look: Look, found: Sequence[Trouble]) -> None:
    """What did not go well, for whom, and what to do about it."""
    for trouble in found:
        look.line()
        how = f"{trouble.what} ({len(trouble.learners)}): {trouble.why}."
        look.line(how, "yellow")
        shown, more = trouble.learners[:MOST_NAMED], len(trouble.learners) - MOST_NAMED
        look.line(", ".join(shown) + (f", and {more} more" if more > 0 else ""), indent=2)
        look.pair("Next", trouble.remedy)


def show_sheet(
    look: Look,
    sheet: Sheet,
    output: str,
    learners: int,
    unjudged: Sequence[int] = (),
    grade: str = "course grade SUBMISSIONS",
) -> None:
    """What is in a sheet for an LMS, and who is not, and why.

    Args:
        learners: how many the gradebook has.
        unjudged: numbers of lessons that nobody has a grade in.
        grade: the command that judges them.
    """
    for what, pairs in (
        ("Not in it", sheet.unmatched),
        ("Could not be read, so not in it", sheet.unread),
        ("What was handed in last could not be read, so not all points may be there",
         sheet.partial),
        ("Not in it", tuple((one, "their grade cannot be changed in Moodle")
                            for one in sheet.locked)),
    ):  # fmt: skip
        _show_causes(look, what, pairs)
    if sheet.absent:
        look.line(f"Handed nothing in: {'; '.join(sheet.absent)}", "yellow")
    _show_unjudged(look, sheet, unjudged, grade)
    for note in sheet.notes:
        look.line(note)
    look.line(f"{output} holds {sheet.held} of {learners} learners.")
    if sheet.held < learners:
        look.line("Who is not in it keeps in the LMS what is there: an empty cell would erase it.")


def _show_causes(look: Look, what: str, pairs: Sequence[tuple[str, str]]) -> None:
    """One line for each cause, with all whom it is about."""
    causes: dict[str, list[str]] = {}
    for learner, why in pairs:
        causes.setdefault(why, []).append(learner)
    for why, names in causes.items():
        look.line(f"{what}: {'; '.join(names)}: {why}", "yellow")


def _show_unjudged(look: Look, sheet: Sheet, nobody: Sequence[int], grade: str) -> None:
    """Lessons that are left out, for nobody has a grade in them, or not everybody was judged."""
    if nobody:
        look.line(f"Nobody has a grade in {lessons_named(nobody)}: left out, of the "
                  "points that can be had too.", "yellow")  # fmt: skip
    if not sheet.unjudged:
        return
    groups: dict[str, list[str]] = {}
    for learner, some in sheet.unjudged:
        groups.setdefault(lessons_named(some), []).append(learner)
    who = "; ".join(f"{lessons} of {', '.join(names)}" for lessons, names in groups.items())
    many = len(sheet.unjudged)
    count = "1 learner has" if many == 1 else f"{many} learners have"
    told = f"{count} lessons that were not judged and give no points: {who}. Grade them with"
    look.line(f"{told}: {grade}", "yellow")


def show_pages(
    look: Look, made: Classroom, page: str, feedback: str, handed_in: Collection[str]
) -> None:
    """Which pages were written: the class's, and those below the folder ``feedback``, if any.

    Args:
        handed_in: whose submissions are there; some may have no verdict yet.
    """
    known = {member.learner for member in made.members}
    for learner in sorted(set(handed_in) - known):
        look.line(f"Not judged yet, so on no page: {learner}. See what course grade says.",
                  "yellow")  # fmt: skip
    for member in made.members:
        if member.problem:
            look.line(f"Could not be read: {member.learner}: {member.problem}", "yellow")
    if feedback:
        many = len(made.members)
        look.line(
            f"{feedback} has a page for each of {many} learners."
            if many != 1
            else f"{feedback} has a page for one learner."
        )
    look.line(f"Open {page} in a browser.")


@contextmanager
def follow(total: int, plain: bool) -> Iterator[View]:
    """What fits where the command runs: on stderr, and only on a terminal.

    Args:
        total: how many submissions there are.
        plain: lines, also where a table could be.
    """
    if not sys.stderr.isatty():
        yield Silent()
    elif plain or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        yield Lines(total, sys.stderr.write)
    else:
        with Table(total, _Steady(stderr=True, highlight=False, emoji=False)) as table:
            yield table
