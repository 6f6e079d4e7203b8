"""What the pages are made from: a class, its learners, and what they handed in.

Plain data, so that a page can be made from a gradebook, from a test, or from one run.
Every time is aware of its zone; pages show all times in the zone of ``Classroom.when``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from checker.curriculum import Lesson
from checker.report import Report


@dataclass(frozen=True)
class Attempt:
    """One time that a learner handed in.

    Args:
        lessons: the numbers of those that were handed in.
        late: those of them that came after their deadline.
        counts: those of them whose points the grade has from this attempt.
        unread: it could not be read, so nothing in it was judged.
    """

    submitted: datetime
    points: float
    lessons: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    unread: bool = False

    @property
    def note(self) -> str:
        """What is late and what counts, in words, or ""."""
        if self.unread:
            return "could not be read"
        late = self._words(self.late, "late", "late for")
        counts = self._words(self.counts, "this one counts", "counts for")
        return ", ".join(filter(None, (late, counts)))

    def _words(self, some: tuple[int, ...], every: str, only: str) -> str:
        if not some or some == self.lessons:
            return every if some else ""
        return f"{only} {lessons_named(some)}"


def lessons_named(numbers: Iterable[int]) -> str:
    """Lessons by their numbers, at least one: ``lessons 1, 2 and 5``."""
    *first, last = map(str, numbers)
    return f"lessons {', '.join(first)} and {last}" if first else f"lesson {last}"


@dataclass(frozen=True)
class Override:
    """Points that a person gave and that hold. ``what`` says which, in words."""

    what: str
    reason: str
    author: str
    when: datetime | None = None


@dataclass(frozen=True)
class Deadline:
    """``name`` says what is due: a lesson, or all of it."""

    name: str
    when: datetime


@dataclass(frozen=True)
class Account:
    """How the points of one lesson come to be.

    Args:
        earned: what the checks give.
        late: what its deadline takes off.
        by_hand: what a person added, or, below zero, took; None where nobody did.
        due: when it is due for this learner, with its zone.
        own: that is the learner's own, an extension.
    """

    earned: float
    late: float = 0.0
    by_hand: float | None = None
    due: datetime | None = None
    own: bool = False

    @property
    def counts(self) -> float:
        """What the grade has of it."""
        return round(self.earned - self.late + (self.by_hand or 0.0), 2)


@dataclass(frozen=True)
class Member:
    """One learner of a class.

    ``points`` are those of the grade, after deadlines and overrides; ``report`` has each
    lesson as judged in the attempt that counts for it; it is None when there is none.
    ``problem`` says why what was handed in last could not be read, "" where it could.
    ``overrides`` are those in force. ``notes`` are for the learner: what was left out, what
    came off for being late. ``credit`` has the points by step where they are others than the
    report's. ``accounts`` has, by lesson id, how the points come to be.
    """

    learner: str
    points: float
    max_points: float
    report: Report | None = None
    problem: str = ""
    attempts: tuple[Attempt, ...] = ()
    overrides: tuple[Override, ...] = ()
    notes: tuple[str, ...] = ()
    credit: Mapping[str, float] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)

    @property
    def unread(self) -> bool:
        """Whether nothing that was handed in could be read, and nobody gave points by hand."""
        return bool(self.problem) and self.report is None and not self.overrides

    @property
    def extended(self) -> bool:
        """Whether a lesson has a deadline of the learner's own."""
        return any(account.own for account in self.accounts.values())

    @property
    def late(self) -> bool:
        """Whether the points of a lesson come from an attempt that was late for it."""
        return any(set(attempt.late) & set(attempt.counts) for attempt in self.attempts)

    @property
    def share(self) -> float:
        """The points as a share of what can be had, from 0 to 1."""
        return min(max(self.points / self.max_points, 0.0), 1.0) if self.max_points else 0.0


@dataclass(frozen=True)
class Place:
    """Lines of a file, from 1 on, both included."""

    file: str
    first: int
    last: int


@dataclass(frozen=True)
class Shared:
    """Two stretches of code that say the same in other words."""

    left: Place
    right: Place


@dataclass(frozen=True)
class Pair:
    """Two learners whose code for one part overlaps.

    ``share`` is that of the fingerprints of the one who has fewer which the other has
    too, from 0 to 1, after the course's own code was taken out; ``lines`` counts the
    lines in the places on the left.
    """

    left: str
    right: str
    part: str
    share: float
    lines: int
    places: tuple[Shared, ...]


@dataclass(frozen=True)
class Group:
    """Learners with near-identical code in some parts; ``pairs`` are a few to look at."""

    learners: tuple[str, ...]
    parts: tuple[str, ...]
    share: float
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Classroom:
    """A class at one moment.

    ``title`` may be empty. ``when`` is the moment, and its zone that of every time shown.
    ``sandbox`` names what the code ran in. ``similar`` is None when nobody has looked for
    similar code. ``lessons`` are what points are of, ``course`` has all that
    there are, if those are more.
    """

    title: str
    when: datetime
    course_version: str
    sandbox: str
    lessons: tuple[Lesson, ...]
    members: tuple[Member, ...]
    deadlines: tuple[Deadline, ...] = ()
    similar: tuple[Group, ...] | None = None
    course: tuple[Lesson, ...] = ()

    @property
    def so_far(self) -> str:
        """Which lessons points are of, where those are not all of the course; else ""."""
        numbers = tuple(lesson.number for lesson in self.lessons)
        return lessons_named(numbers) if numbers and len(self.every) > len(numbers) else ""

    @property
    def every(self) -> tuple[Lesson, ...]:
        """All lessons of the course: some may be due that nobody was judged on."""
        return self.course or self.lessons

    @property
    def zone(self) -> tzinfo | None:
        return self.when.tzinfo

    @property
    def max_points(self) -> int:
        return sum(lesson.max_points for lesson in self.lessons)

    @property
    def ranked(self) -> tuple[Member, ...]:
        """The members, those with most points first, equals by name, the unread last."""
        return tuple(sorted(self.members, key=lambda m: (m.unread, -m.points, m.learner)))

    @property
    def graded(self) -> tuple[Member, ...]:
        """The members who have a grade: all but the unread."""
        return tuple(member for member in self.members if not member.unread)
