"""What a learner has passed, and where they are: ``.course/progress.json``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from checker import storage
from checker.curriculum import Course, Lesson, Step
from checker.report import Report

VERSION = 1


@dataclass(frozen=True)
class Progress:
    """Times are ISO 8601 in UTC.

    ``current`` is a lesson's id; ``passed`` has each passed step with the time it first
    passed; ``hints`` the rung reached of each step; ``spoiled`` the steps whose solution
    was looked at before they passed.
    """

    current: str = ""
    started: str = ""
    passed: dict[str, str] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    spoiled: tuple[str, ...] = ()
    version: int = VERSION

    def has_passed(self, steps: Iterable[str]) -> bool:
        return all(step in self.passed for step in steps)

    def with_report(self, report: Report, now: str) -> Progress:
        """Steps that pass are kept; those that were once passed stay so."""
        found = [s.id for lesson in report.lessons for s in lesson.steps if s.status == "passed"]
        new = {step: now for step in found if step not in self.passed}
        return replace(self, passed=self.passed | new)

    def at(self, lesson: Lesson) -> Progress:
        return replace(self, current=lesson.id)

    def with_hint(self, step: str, rung: int) -> Progress:
        return replace(self, hints=self.hints | {step: rung})

    def with_spoiled(self, step: str) -> Progress:
        spoiled = dict.fromkeys([*self.spoiled, step])
        return self if step in self.passed else replace(self, spoiled=tuple(spoiled))

    def lesson(self, course: Course) -> Lesson:
        """The lesson the learner is at."""
        for lesson in course.lessons:
            if lesson.id == self.current:
                return lesson
        return next((le for le in course.lessons if self.open_step(le)), course.lessons[-1])

    def open_step(self, lesson: Lesson) -> Step | None:
        """The first step of a lesson that has not been passed."""
        return next((step for step in lesson.steps if step.id not in self.passed), None)


def now() -> str:
    """This moment, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def load(path: Path) -> tuple[Progress, str]:
    """The progress, and a notice for the learner ("" when all is well).

    A file that cannot be read is put aside and progress begins anew: checking brings
    back what still passes.
    """
    try:
        return _from(storage.read_json(path)), ""
    except FileNotFoundError:
        return Progress(started=now()), ""
    except ValueError:
        aside = storage.put_aside(path)
        return Progress(started=now()), (
            f"Your progress file could not be read. It is kept as {aside.name}. "
            "Bring your progress back with: course check --all"
        )


def _from(data: Any) -> Progress:
    try:
        if data["version"] != VERSION:
            raise ValueError(f"version {data['version']!r}")
        return Progress(
            current=str(data["current"]),
            started=str(data["started"]),
            passed={str(step): str(time) for step, time in data["passed"].items()},
            hints={str(step): int(rung) for step, rung in data["hints"].items()},
            spoiled=tuple(str(step) for step in data["spoiled"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a progress file: {error}") from None


def save(path: Path, progress: Progress) -> None:
    """Raises UsageError when it cannot be written."""
    storage.write_json(path, asdict(progress))
