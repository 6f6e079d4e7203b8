"""``course review``: a few passed steps to write once more, each time after a longer while.

A review happens in ``.course/review/``, a workspace of its own in which only its steps are
open and the rest is solved. The learner's lessons and progress are never touched.

When a step comes again is decided as Leitner's boxes of cards do it: right the first time
moves a step one box on, a wrong try puts it back to the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from checker import storage
from checker.curriculum import Course, Lesson, Step
from checker.errors import UsageError
from checker.launcher import Launcher
from checker.report import Check, LessonResult, Report
from checker.runner import check
from checker.study import Brief, Study, todo
from checker.workspace import Workspace

INTERVALS = (1, 3, 7, 14, 30)
"""Days until a step comes again, by the box it is in."""
MOST = 3
"""Steps of one review."""
VERSION = 1

Try = Literal["open", "wrong", "right"]


@dataclass(frozen=True)
class Card:
    """Where a step is: its box (an index of :data:`INTERVALS`), and when it comes again."""

    box: int
    due: str


@dataclass(frozen=True)
class Deck:
    """``cards`` by step; ``open`` are the steps of the review under way, and how they go.

    Times are ISO 8601 in UTC. A step without a card comes a day after it passed.
    """

    cards: dict[str, Card] = field(default_factory=dict)
    open: dict[str, Try] = field(default_factory=dict)
    version: int = VERSION

    def card(self, step: str, passed: str) -> Card:
        return self.cards.get(step) or Card(0, _after(datetime.fromisoformat(passed), 0))

    def tried(self, step: str, right: bool, passed: str, now: datetime) -> Deck:
        """After a try; a step that was right already in this review stays as it is."""
        before = self.open[step]
        if before == "right":
            return self
        box = self.card(step, passed).box
        if not right:
            box = 0
        elif before == "open":
            box = min(box + 1, len(INTERVALS) - 1)
        card = Card(box, _after(now, box))
        state: Try = "right" if right else "wrong"
        return replace(self, cards=self.cards | {step: card}, open=self.open | {step: state})

    @property
    def done(self) -> bool:
        """Whether every step of the review has been right."""
        return all(state == "right" for state in self.open.values())


@dataclass(frozen=True)
class Practice:
    """A step of a review: what to do, and its card (None until the first try)."""

    brief: Brief
    state: Literal["to do", "not yet", "passed"]
    again: str = ""


@dataclass(frozen=True)
class Checked:
    """A checked review; ``again`` of each step says when it comes again."""

    report: Report
    steps: tuple[Practice, ...]
    done: bool


class Review:
    """The reviews of one learner."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._path = study.workspace.state / "review.json"
        self.desk = Workspace(study.workspace.state / "review", study.course)
        self.deck = _load(self._path)

    def begin(self, now: datetime, early: bool = False) -> tuple[Practice, ...]:
        """The review under way, or a new one of the steps that are due.

        Args:
            early: also steps that are not due yet.

        Raises:
            UsageError: no step is due; when the next one is, is said.
        """
        with self._study.workspace.locked():
            open_steps = [step for step in self.deck.open if step in self._passed]
            if not open_steps or self.deck.done:
                open_steps = self._choose(now, early)
                self._lay(open_steps)
                self._save(replace(self.deck, open=dict.fromkeys(open_steps, "open")))
        return self._practices()

    def check(self, now: datetime, hosts: Launcher | None = None) -> Checked:
        """Check the review under way.

        A step whose stub was not touched, or a file that does not start, is no try.

        Raises:
            UsageError: there is none.
        """
        steps = [step for step in self.deck.open if step in self._passed]
        if not steps or self.deck.done:
            raise UsageError("There is no review to check.", "Begin one with: course review")
        lessons = self._lessons(steps)
        report = check(self._study.course, self.desk.root, lessons, steps=steps, hosts=hosts)
        with self._study.workspace.locked():
            for lesson in lessons:
                self.desk.keep(lesson, "check")
            self._note(report, now)
        return Checked(_below(report, self._prefix), self._practices(), self.deck.done)

    def brief(self, step: str = "") -> Brief:
        """A step of the review under way; without one: the first that has not passed.

        Raises:
            UsageError: there is no review, or the step is no part of it.
        """
        steps = () if self.deck.done else self._practices()
        if not steps:
            raise UsageError("There is no review.", "Begin one with: course review")
        found = [
            p.brief for p in steps if step == p.brief.step.id or not step and p.state != "passed"
        ]
        if not found:
            raise UsageError(f"Step {step} is no part of the review.", "See it with: course review")
        return found[0]

    @property
    def _prefix(self) -> str:
        """The copy's path below the workspace."""
        return self.desk.root.relative_to(self._study.workspace.root).as_posix()

    def _note(self, report: Report, now: datetime) -> None:
        deck = self.deck
        for lesson in report.lessons:
            for step in lesson.steps:
                untried = self.desk.is_todo(self._study.course.lesson(lesson.id), step.id)
                wrong = step.status in {"failed", "timeout"} and not untried
                if wrong or step.status == "passed":
                    deck = deck.tried(step.id, not wrong, self._passed[step.id], now)
        self._save(deck)

    @property
    def _passed(self) -> dict[str, str]:
        known = {step for lesson in self._study.course.lessons for step in lesson.step_ids}
        return {s: time for s, time in self._study.progress.passed.items() if s in known}

    def _choose(self, now: datetime, early: bool) -> list[str]:
        """The steps that have been due the longest."""
        passed = self._passed
        if not passed:
            raise UsageError("No step has passed yet.", "Begin with: course next")
        cards = {step: self.deck.card(step, time) for step, time in passed.items()}
        order = sorted(cards, key=lambda step: (datetime.fromisoformat(cards[step].due), step))
        due = [step for step in order if datetime.fromisoformat(cards[step].due) <= now]
        if not due and not early:
            when = datetime.fromisoformat(cards[order[0]].due).astimezone()
            raise UsageError(
                f"Nothing is due. The next step comes on {when:%Y-%m-%d}.",
                "To practice today all the same: course review --early",
            )
        return _in_order(self._study.course, (due or order)[:MOST])

    def _lessons(self, steps: Sequence[str]) -> list[Lesson]:
        return [le for le in self._study.course.lessons if set(le.step_ids) & set(steps)]

    def _lay(self, steps: list[str]) -> None:
        """The lessons of these steps, solved but for them. What lay there is kept."""
        for lesson in self._lessons(steps):
            solved = set(lesson.step_ids) - set(steps)
            mine = {name: lesson.marked(name).stub(solved) for name in lesson.files}
            self.desk.change(lesson, lesson.shipped | mine, "review")

    def _save(self, deck: Deck) -> None:
        self.deck = deck
        storage.write_json(self._path, asdict(deck))

    def _practices(self) -> tuple[Practice, ...]:
        found = (self._study.course.find(step) for step in self.deck.open if step in self._passed)
        return tuple(self._practice(lesson, step) for lesson, step in found if step)

    def _practice(self, lesson: Lesson, step: Step) -> Practice:
        file, line = self.desk.line(lesson, step.id)
        brief = Brief(lesson, step, f"{self._prefix}/{file}", line, todo(lesson, step.id))
        card = self.deck.cards.get(step.id)
        tried = self.deck.open[step.id]
        if tried == "open" or card is None:
            return Practice(brief, "to do")
        return Practice(brief, "passed" if tried == "right" else "not yet", card.due)


def _below(report: Report, prefix: str) -> Report:
    """The report with its places in the copy told below the workspace."""
    return replace(report, lessons=tuple(_lesson_below(le, prefix) for le in report.lessons))


def _lesson_below(lesson: LessonResult, prefix: str) -> LessonResult:
    steps = tuple(
        replace(step, checks=tuple(_check_below(check, prefix) for check in step.checks))
        for step in lesson.steps
    )
    error = lesson.error
    if error is not None and error.file:
        error = replace(error, file=f"{prefix}/{error.file}")
    return replace(lesson, steps=steps, error=error)


def _check_below(check: Check, prefix: str) -> Check:
    if check.failure is None or not check.failure.file:
        return check
    return replace(check, failure=replace(check.failure, file=f"{prefix}/{check.failure.file}"))


def _in_order(course: Course, steps: Iterable[str]) -> list[str]:
    """As the course has them: the ones of a lesson together."""
    wanted = set(steps)
    return [step for lesson in course.lessons for step in lesson.step_ids if step in wanted]


def _after(now: datetime, box: int) -> str:
    return (now + timedelta(days=INTERVALS[box])).isoformat(timespec="seconds")


def _load(path: Path) -> Deck:
    """A file that cannot be read is put aside, and the spacing begins anew."""
    try:
        return _deck(storage.read_json(path))
    except FileNotFoundError:
        return Deck()
    except (ValueError, KeyError, TypeError, AttributeError):
        storage.put_aside(path)
        return Deck()


def _deck(data: Any) -> Deck:
    if data["version"] != VERSION:
        raise ValueError(f"version {data['version']!r}")
    cards = {str(step): _card(told) for step, told in data["cards"].items()}
    tries: dict[str, Try] = {"open": "open", "wrong": "wrong", "right": "right"}
    return Deck(cards, {str(step): tries[state] for step, state in data["open"].items()})


def _card(told: Any) -> Card:
    box, due = int(told["box"]), datetime.fromisoformat(told["due"])
    if not 0 <= box < len(INTERVALS) or due.tzinfo is None:
        raise ValueError(f"no card: {told!r}")
    return Card(box, due.isoformat())
