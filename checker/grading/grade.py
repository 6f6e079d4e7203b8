"""What one submission is worth, and in which forms that is told to programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from checker import __version__
from checker.curriculum import Lesson
from checker.formats.cells import amount, guarded
from checker.report import LessonError, LessonResult, Report, StepResult

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Grade:
    """The verdict on one submission.

    ``report`` is None when there is none, and ``problem`` then says why; ``notes`` are
    what an instructor should know of what was handed in. ``fresh`` is False when the
    verdict was known already. ``remedy``: what to do about the problem. ``unkept``: what
    kept the verdict from being kept. ``counted``: the points that the gradebook gives for
    the same lessons, by its deadlines and policy or by hand; None where it has none.
    """

    learner: str
    path: str
    max_points: int
    report: Report | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
    fresh: bool = True
    remedy: str = ""
    unkept: str = ""
    counted: float | None = None

    @property
    def points(self) -> int:
        return self.report.points if self.report else 0

    @property
    def lessons(self) -> tuple[LessonResult, ...]:
        return self.report.lessons if self.report else ()

    @property
    def passed(self) -> int:
        """How many lessons passed."""
        return sum(lesson.passed for lesson in self.lessons)

    @property
    def wrong(self) -> str:
        """The first thing that is wrong, in words, or ""."""
        if self.problem:
            return self.problem
        for lesson in self.lessons:
            if lesson.error is not None:
                return f"lesson {_number(lesson)}: {lesson.error.message}"
            for step in lesson.steps:
                if step.failure is not None:
                    return f"{step.id} {step.failure.summary}"
        return ""

    def to_json(self) -> dict[str, Any]:
        return {
            "learner": self.learner,
            "path": self.path,
            "points": self.points if self.report else None,
            "points_counted": self.counted,
            "max_points": self.max_points,
            "problem": self.problem or None,
            "notes": list(self.notes),
            "report": self.report.to_json() if self.report else None,
        }


def _number(lesson: LessonResult) -> str:
    return lesson.id.partition("_")[0].removeprefix("lesson")


def complete(report: Report, lessons: Sequence[Lesson], path: str) -> Report:
    """The same report with those lessons too that were not handed in, worth nothing."""
    done = {lesson.id: lesson for lesson in report.lessons}
    results = tuple(done.get(lesson.id) or _not_handed_in(lesson) for lesson in lessons)
    return replace(report, lessons=results, workspace=path)


def empty(lessons: Sequence[Lesson]) -> Report:
    """The report on nothing at all."""
    return complete(Report(__version__, "", 0.0, ()), lessons, "")


def _not_handed_in(lesson: Lesson) -> LessonResult:
    steps = tuple(StepResult(s.id, s.title, "blocked", 0, s.points, 0.0, ()) for s in lesson.steps)
    error = LessonError("missing", "It was not handed in.")
    return LessonResult(lesson.id, lesson.title, "error", 0, lesson.max_points, error, steps)


def to_json(grades: Sequence[Grade], sandbox: str, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """All grades as one object.

    Args:
        sandbox: what the code ran in, ``none`` for nothing.
        left_out: names of files beside the submissions that are none.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "course_version": __version__,
        "sandbox": sandbox,
        "submissions": [grade.to_json() for grade in grades],
        "left_out": list(left_out),
    }


def to_csv(grades: Sequence[Grade], lessons: Sequence[Lesson], sandbox: str) -> str:
    """A row a learner: points in all and in each lesson, and the first thing that is wrong.

    The points are as judged; who was not judged has none, not even nought. The last column
    has those that count.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [lesson.id for lesson in lessons]
    words = ("wrong", "notes", "sandbox", "points_counted")
    writer.writerow(["learner", "points", "max_points", *names, *words])
    for grade in grades:
        points = {lesson.id: lesson.points for lesson in grade.lessons}
        each = [grade.points, *(points.get(name, 0) for name in names)]
        total, *some = each if grade.report else [""] * len(each)
        row = [grade.learner, total, grade.max_points, *some]
        told = [grade.wrong, "; ".join(grade.notes), sandbox]
        counted = "" if grade.counted is None else amount(grade.counted)
        writer.writerow([guarded(value) for value in (*row, *told, counted)])
    return out.getvalue()
