"""What became of the mutants, and the number that comes out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from checker.mutation.mutant import Mutant

Fate = Literal["killed", "equivalent", "survived", "stale", "error"]


@dataclass(frozen=True)
class Trial:
    """One mutant and what became of it.

    ``equivalent``: it passed, and the reason why that is right is known. ``stale``: it
    is listed as a right answer, and yet the checks refuse it. ``words`` are the
    failure's, the reason, or what went wrong with us.
    """

    mutant: Mutant
    fate: Fate
    words: str = ""


@dataclass(frozen=True)
class Score:
    """How many mutants there were, and what became of them."""

    mutants: int
    killed: int
    equivalent: int
    survived: int
    wrong: int

    @property
    def percent(self) -> float:
        """Of those that are wrong answers, how many were noticed. 100 when there are none."""
        wrong = self.killed + self.survived
        return 100 * self.killed / wrong if wrong else 100.0

    def __str__(self) -> str:
        return (
            f"{self.percent:.1f} % ({self.mutants} mutants: {self.killed} killed, "
            f"{self.equivalent} equivalent, {self.survived} surviving)"
        )


def score(trials: Iterable[Trial]) -> Score:
    fates = [trial.fate for trial in trials]
    wrong = fates.count("stale") + fates.count("error")
    killed, equivalent = fates.count("killed"), fates.count("equivalent")
    return Score(len(fates), killed, equivalent, fates.count("survived"), wrong)
