"""One submission, judged here and now: for a service that grades each as it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from checker.curriculum import Course, Lesson
from checker.errors import UsageError
from checker.grading.executors import local
from checker.grading.grade import Grade, empty
from checker.grading.grader import Grader
from checker.grading.layout import EMPTY
from checker.grading.submissions import Submission, ending
from checker.grading.troubles import reason

_FORM = "Give what was handed in: a folder, a zip or a tar file."


def judge(course: Course, handed_in: Path, lessons: Sequence[Lesson], sandboxed: bool) -> Grade:
    """Judge a folder or an archive, wherever in it the lessons lie; it is only read.

    What is missing is worth nothing. Ask :func:`checker.sandbox.missing` whether there can be a
    sandbox.

    Raises:
        UsageError: there is no such thing, or it could not be judged.
    """
    if not handed_in.exists():
        raise UsageError(f"There is no file or folder {handed_in}.", _FORM)
    if not handed_in.is_dir() and not ending(handed_in.name):
        raise UsageError(f"{handed_in} is neither a folder nor a zip or tar file.", _FORM)
    place = handed_in.resolve()
    grader = Grader(course, lessons, sandboxed, place=partial(local, 1))
    [(_, grade)] = grader.grade([Submission(place.name, place)])
    if reason(grade.problem) == EMPTY:
        return replace(grade, report=empty(lessons), problem="", notes=(*grade.notes, EMPTY))
    if grade.report is None:
        remedy = grade.remedy or "See what is in the way with: course doctor"
        raise UsageError(grade.problem, remedy)
    return grade
