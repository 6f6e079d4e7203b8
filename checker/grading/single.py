"""One submission, judged here and now: for a service that grades each as it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from checker.curriculum import Course, Lesson
from checker.errors import UsageError
from checker.grading.executors import local
from checker.grading.grade import Grade
from checker.grading.grader import Grader
from checker.grading.submissions import Submission


def judge(course: Course, handed_in: Path, lessons: Sequence[Lesson], sandboxed: bool) -> Grade:
    """Judge a folder, wherever in it the lessons lie. What is missing is worth nothing.

    The folder is only read. Ask :func:`checker.sandbox.missing` whether there can be a
    sandbox.

    Raises:
        UsageError: there is no such folder, or it could not be judged.
    """
    if not handed_in.is_dir():
        raise UsageError(f"There is no folder {handed_in}.", "Give the folder that was handed in.")
    folder = handed_in.resolve()
    grader = Grader(course, lessons, sandboxed, place=partial(local, 1))
    [(_, grade)] = grader.grade([Submission(folder.name, folder)])
    if grade.report is None:
        raise UsageError(grade.problem, "See what is in the way with: course doctor")
    return grade
