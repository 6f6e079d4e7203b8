"""How fast a class is graded: many submissions, on all cores, and again when nothing is new.

    python benchmarks/grading.py --count 40
    python benchmarks/grading.py --count 40 --no-sandbox
    python benchmarks/grading.py --count 1000 --same

Submissions are solutions, stubs, and solutions with wrong status codes, in turn, each
with a line of its own so that none is known from another. ``--same``: all have the same
content, for the cost of those that are known.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from checker import corpus
from checker.curriculum import Course, bundled
from checker.grading.gradebook import NAME, Gradebook
from checker.grading.grader import Grader
from checker.grading.submissions import find


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--no-sandbox", action="store_true")
    parser.add_argument("--same", action="store_true")
    asked = parser.parse_args()
    course = bundled()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number in range(asked.count):
            _lay(course, folder / f"learner-{number:05}", 0 if asked.same else number, asked.same)
        _report(course, folder, "first run", not asked.no_sandbox)
        _report(course, folder, "nothing new", not asked.no_sandbox)


def _lay(course: Course, folder: Path, number: int, same: bool) -> None:
    for lesson in course.lessons:
        corpus.lay(folder, lesson, {} if number % 3 == 1 else corpus.solved(lesson))
        if number % 3 == 2:
            main = folder / "lessons" / lesson.id / "main.py"
            main.write_text(main.read_text("utf-8").replace("status_code=201", "status_code=200"))
    if not same:
        own = folder / "lessons" / course.lessons[0].id / "own.py"
        own.write_text(f"# {number}\n")


def _report(course: Course, folder: Path, what: str, sandboxed: bool) -> None:
    submissions = find(folder)
    began = time.perf_counter()
    with Gradebook(folder / NAME, course.lessons, sandboxed) as book:
        grader = Grader(course, course.lessons, sandboxed, known=book)
        grades = [grade for _, grade in grader.grade(submissions)]
    seconds = time.perf_counter() - began
    cores = os.cpu_count() or 1
    fresh = sum(grade.fresh for grade in grades)
    print(
        f"{what}: {len(grades)} submissions of {len(course.lessons)} lessons in {seconds:.1f} s; "
        f"{fresh} judged, {seconds * cores / max(fresh, 1):.2f} s of a core each; "
        f"points {dict(sorted(Counter(grade.points for grade in grades).items()))}; "
        f"not judged {sum(grade.report is None for grade in grades)}"
    )


if __name__ == "__main__":
    main()
