"""Mutants that are right answers too, each with the reason, in ``equivalent.toml``.

The file lies beside a lesson's solution::

    [[equivalent]]
    step = "1.2"
    at = "create_model"
    operator = "no return type"
    was = "def create_model(model: ModelCreate) -> dict[str, Any]:"
    now = "def create_model(model: ModelCreate):"
    why = "The type says nothing that FastAPI would filter by."

``was`` and ``now`` are the first line that differs, without its indent; ``at`` is the
function or class around it, or several. What is left out is not looked at. An entry may
so mean several mutants, and each of them has to pass the checks: else it is stale.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checker.curriculum import Lesson
from checker.errors import CourseFault
from checker.mutation.mutant import Mutant

Text = Annotated[str, Field(min_length=1)]


class Equivalent(BaseModel):
    """Which mutants of a lesson are meant, and why they are right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: Text
    operator: Text
    file: str | None = None
    at: str | tuple[str, ...] | None = None
    was: str | None = None
    now: str | None = None
    why: Annotated[str, Field(min_length=15)]

    def means(self, mutant: Mutant) -> bool:
        places = (self.at,) if isinstance(self.at, str) else self.at
        return (
            (self.step, self.operator) == (mutant.step, mutant.operator)
            and self.file in {None, mutant.file}
            and (places is None or mutant.at in places)
            and self.was in {None, mutant.was}
            and self.now in {None, mutant.now}
        )


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    equivalent: tuple[Equivalent, ...] = ()


def reasons(lesson: Lesson, mutants: Sequence[Mutant]) -> dict[Mutant, str]:
    """Why these mutants of a lesson are right answers too, for those that are.

    Args:
        mutants: every mutant of the lesson.

    Raises:
        CourseFault: the file cannot be read, or an entry means none of the mutants.
    """
    path = lesson.solution / "equivalent.toml"
    found: dict[Mutant, str] = {}
    for number, entry in enumerate(_read(lesson), 1):
        meant = [mutant for mutant in mutants if entry.means(mutant)]
        if not meant:
            raise CourseFault(
                f"{path}: entry {number} ({entry.step}, {entry.operator}) means no mutant.",
                "Take it out, or copy what `course dev mutate` prints.",
            )
        found |= dict.fromkeys(meant, entry.why)
    return found


def _read(lesson: Lesson) -> tuple[Equivalent, ...]:
    path = lesson.solution / "equivalent.toml"
    if not path.is_file():
        return ()
    try:
        return _File.model_validate(tomllib.loads(path.read_text("utf-8"))).equivalent
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseFault(f"{path}: not valid TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise CourseFault(f"{path}: {key}: {first['msg']}") from None
