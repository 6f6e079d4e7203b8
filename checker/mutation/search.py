"""Finds the mutants of a lesson: each a learner's file with one mistake in a region."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from checker.curriculum import Course, Lesson
from checker.mutation import statements, values  # noqa: F401 these register the operators
from checker.mutation.mutant import Mutant
from checker.mutation.operators import Mutation, mutations
from checker.regions import MarkedFile


def of_course(course: Course, lessons: Sequence[Lesson] | None = None) -> list[Mutant]:
    """Every mutant of these lessons, in the order of their files."""
    return [m for lesson in lessons or course.lessons for m in of_lesson(lesson)]


def of_lesson(lesson: Lesson) -> Iterator[Mutant]:
    for name in lesson.files:
        text = lesson.marked(name).stub(lesson.step_ids)
        steps = _steps(text)
        for mutation in mutations(text, steps.__contains__):
            yield _mutant(lesson, steps[mutation.line], name, text, mutation)


def _steps(text: str) -> dict[int, str]:
    """Which step a line inside a region belongs to."""
    return {
        line: region.step
        for region in MarkedFile(text).regions
        for line in range(region.start + 1, region.end)
    }


def _mutant(lesson: Lesson, step: str, name: str, text: str, mutation: Mutation) -> Mutant:
    lines = list(
        difflib.unified_diff(text.splitlines(), mutation.text.splitlines(), n=0, lineterm="")
    )[3:]
    lines = [line for line in lines if not line.startswith("@@")]
    was = next((line[1:].strip() for line in lines if line[0] == "-"), "")
    now = next((line[1:].strip() for line in lines if line[0] == "+"), "")
    diff = "\n".join(lines)
    return Mutant(
        lesson.id, step, name, mutation.place, mutation.operator, was, now, diff, mutation.text
    )
