"""What a learner has passed, and where they are: ``.course/progress.json``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from checker import storage
from checker.curriculum import Course, Lesson, Mistake, Step
from checker.report import Report

VERSION = 1


_CHANGING = re.compile(r"`[^`]*`|\S*[\d/]\S*")
"""What differs from run to run in the words for one and the same mistake."""


@dataclass(frozen=True)
class Heard:
    """How many hints were shown about one mistake: its name, or its words as they stay."""

    about: str = ""
    count: int = 0


@dataclass(frozen=True)
class Progress:
    """Times are ISO 8601 in UTC.

    ``current`` is a lesson's id; ``passed`` has each passed step with the time it first
    passed; ``hints`` the rung reached of each step; ``spoiled`` the steps whose solution
    was looked at before they passed; ``failures`` the summary of what was wrong at the
    last check, by step (by lesson when it could not be checked at all); ``told`` the
    mistakes whose own hint was shown, as ``1.2 name``; ``heard`` the hints about what is
    wrong now, by step.
    """

    current: str = ""
    started: str = ""
    passed: dict[str, str] = field(default_factory=dict)
    hints: dict[str, int] = field(default_factory=dict)
    spoiled: tuple[str, ...] = ()
    failures: dict[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    heard: dict[str, Heard] = field(default_factory=dict)
    version: int = VERSION

    def has_passed(self, steps: Iterable[str]) -> bool:
        return all(step in self.passed for step in steps)

    def with_report(self, report: Report, now: str) -> Progress:
        """Steps that pass are kept; those that were once passed stay so."""
        found = [s.id for lesson in report.lessons for s in lesson.steps if s.status == "passed"]
        new = {step: now for step in found if step not in self.passed}
        summaries = self.failures | _summaries(report)
        failures = {name: summary for name, summary in summaries.items() if summary}
        return replace(self, passed=self.passed | new, failures=failures)

    def at(self, lesson: Lesson) -> Progress:
        return replace(self, current=lesson.id)

    def with_hint(self, step: str, rung: int, heard: Heard) -> Progress:
        """A hint was shown, of this rung of the ladder (0: one about a known mistake)."""
        highest = max(rung, self.hints.get(step, 0))
        hints = self.hints | ({step: highest} if rung else {})
        return replace(self, hints=hints, heard=self.heard | {step: heard})

    def with_told(self, step: str, mistake: str) -> Progress:
        return replace(self, told=tuple(dict.fromkeys([*self.told, f"{step} {mistake}"])))

    def mistake(self, lesson: Lesson, step: Step) -> Mistake | None:
        """What the last check found wrong, if there is a hint for it."""
        summaries = (self.failures.get(name, "") for name in (lesson.id, step.id))
        return next(filter(None, map(step.mistake, summaries)), None)

    def heard_of(self, lesson: Lesson, step: Step, mistake: Mistake | None) -> Heard:
        """The hints that were shown about what is wrong now; none when that has changed."""
        summary = self.failures.get(step.id) or self.failures.get(lesson.id, "")
        about = mistake.name if mistake else _CHANGING.sub("…", summary)
        heard = self.heard.get(step.id, Heard())
        same = heard.about == about or not (heard.about or mistake)
        return replace(heard if same else Heard(), about=about)

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


def _summaries(report: Report) -> dict[str, str]:
    """What is wrong by step and lesson, "" where nothing is; not of what was not checked."""
    found = {le.id: le.error.message if le.error else "" for le in report.lessons}
    checked = (s for le in report.lessons for s in le.steps if not le.error)
    for step in checked:
        if step.status == "passed" or step.failure:
            found[step.id] = step.failure.summary if step.failure else ""
    return found


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


def current(path: Path) -> str:
    """The id of the lesson that the learner is at, as the file has it.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no progress file.
    """
    return _from(storage.read_json(path)).current


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
            failures={str(name): str(says) for name, says in data.get("failures", {}).items()},
            told=tuple(str(mistake) for mistake in data.get("told", ())),
            heard={
                str(step): Heard(str(heard["about"]), int(heard["count"]))
                for step, heard in data.get("heard", {}).items()
            },
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a progress file: {error}") from None


def save(path: Path, progress: Progress) -> None:
    """Raises UsageError when it cannot be written."""
    storage.write_json(path, asdict(progress))
