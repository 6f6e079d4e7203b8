"""One small mistake in a solution. (Finding them is for :mod:`checker.mutation.search`.)"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One mistake in one step's solution.

    ``was`` and ``now`` are the first line that differs, before and after, without
    indent; ``at`` names the function or class around it; ``text`` is the whole file.
    """

    lesson: str
    step: str
    file: str
    at: str
    operator: str
    was: str
    now: str
    diff: str
    text: str

    def __str__(self) -> str:
        return f"{self.step} {self.operator} in {self.file} {self.at}".rstrip()


def sample(mutants: Sequence[Mutant], many: int | None, seed: int) -> list[Mutant]:
    """So many of them, the same for the same seed; all when ``many`` is None."""
    if many is None or many >= len(mutants):
        return list(mutants)
    return random.Random(seed).sample(list(mutants), many)
