"""How hard each step is, and whether it tells apart who knows more: item analysis.

*Difficulty* is the share who passed a step, of those who worked on its lesson.

*Discrimination* is the corrected item-total correlation: the point-biserial correlation
of passing a step with the points in all other steps. The step's own points are left out
because they would correlate with themselves (Henrysson, "Correction of item-total
correlations in item analysis", Psychometrika 28, 1963). Ebel and Frisbie ("Essentials of
Educational Measurement", 5th edition, 1991) call an item under 0.2 one to look at; the
bounds are for classes, not for ten people, so a small class gets no number.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.curriculum import Lesson, Step
from checker.pages.marks import PASSED, Cell

FEWEST = 10
"""Learners without whom a correlation is only chance."""
LOW = 0.2
HARD = 0.5
EASY = 0.95
_FLAT, _HARD = "does not tell apart who knows more", "hard"


@dataclass(frozen=True)
class Item:
    """One step. ``discrimination`` is from -1 to 1, None where it cannot be told."""

    lesson: Lesson
    step: Step
    tried: int
    passed: int
    discrimination: float | None

    @property
    def share(self) -> float | None:
        return self.passed / self.tried if self.tried else None

    @property
    def verdict(self) -> str:
        """What an instructor could look at, in words, or ""."""
        if self.share is None:
            return "nobody has tried it"
        if self.tried < FEWEST:
            return "too few to tell"
        if self.discrimination is not None and self.discrimination < LOW and self.share < EASY:
            return _FLAT
        if self.share < HARD:
            return _HARD
        return "nearly everyone passes" if self.share >= EASY else ""

    @property
    def striking(self) -> bool:
        """Whether the verdict is one to act on."""
        return self.verdict in {_FLAT, _HARD}


def items(lessons: Sequence[Lesson], rows: Sequence[Mapping[str, Cell]]) -> tuple[Item, ...]:
    """Every step, in the order of the course. ``rows`` has the cells of each learner."""
    worth = {step.id: step.points for lesson in lessons for step in lesson.steps}
    totals = [sum(worth[s] for s, cell in row.items() if cell.mark is PASSED) for row in rows]
    return tuple(_item(lesson, step, rows, totals) for lesson in lessons for step in lesson.steps)


def _item(
    lesson: Lesson, step: Step, rows: Sequence[Mapping[str, Cell]], totals: Sequence[int]
) -> Item:
    tried = [
        (row[step.id].mark is PASSED, total)
        for row, total in zip(rows, totals, strict=True)
        if row[step.id].mark.tried
    ]
    passed = [float(has) for has, _ in tried]
    rest = [float(total - step.points * has) for has, total in tried]
    return Item(lesson, step, len(tried), round(sum(passed)), correlation(passed, rest))


def correlation(passed: Sequence[float], rest: Sequence[float]) -> float | None:
    """Pearson's r, which for zeros and ones is the point-biserial correlation.

    None for fewer than ten learners, or when all have the same on one side.
    """
    if len(passed) < FEWEST or len(set(passed)) < 2 or len(set(rest)) < 2:
        return None
    found = statistics.correlation(passed, rest)
    return None if math.isnan(found) else found
