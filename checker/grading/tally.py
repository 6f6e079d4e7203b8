"""How a class has gone so far, while it is being judged."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass

from checker.grading.grade import Grade
from checker.pages.marks import is_untouched

KEPT = 200
"""Grades that are remembered one by one: more than a screen has lines."""


@dataclass(frozen=True)
class Hardest:
    """The step that most have wrong, and how many those are."""

    step: str
    learners: int


class Tally:
    """Counts grades as they come.

    Args:
        total: how many will come.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.latest: deque[Grade] = deque(maxlen=KEPT)
        self.counts: Counter[str] = Counter()
        self._wrong: Counter[str] = Counter()

    def add(self, grade: Grade) -> None:
        self.latest.append(grade)
        self.counts[outcome(grade)] += 1
        for lesson in grade.lessons:
            if is_untouched(lesson):  # nobody fails at what they have not begun
                continue
            self._wrong.update(step.id for step in lesson.steps if step.failure)

    @property
    def done(self) -> int:
        return self.counts.total()

    @property
    def hardest(self) -> Hardest | None:
        """Of several, the one that the course has first."""
        if not self._wrong:
            return None
        most = max(self._wrong.values())
        steps = [step for step, learners in self._wrong.items() if learners == most]
        return Hardest(min(steps, key=_place), most)

    @property
    def words(self) -> tuple[str, ...]:
        """All of it in two sentences, as far as there is something to say."""
        parts = ", ".join(f"{self.counts[name]} {name}" for name in OUTCOMES if self.counts[name])
        hardest = self.hardest
        where = f"Most fail at step {hardest.step} ({hardest.learners})." if hardest else ""
        return tuple(filter(None, (parts and f"{parts}.", where)))


OUTCOMES = ("full marks", "in part", "without points", "not judged")


def outcome(grade: Grade) -> str:
    """One of :data:`OUTCOMES`."""
    if grade.report is None:
        return "not judged"
    if grade.points == grade.max_points:
        return "full marks"
    return "in part" if grade.points else "without points"


def _place(step: str) -> tuple[int, ...]:
    return tuple(int(part) for part in step.split(".") if part.isdecimal())
