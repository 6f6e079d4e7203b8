"""How fast a class is graded, how fairly, and what plain pytest makes of the same folder.

    python benchmarks/grading.py --count 200
    python benchmarks/grading.py --count 200 --no-sandbox
    python benchmarks/grading.py --count 200 --lesson 1 --plain
    python benchmarks/grading.py --count 10 100 1000 --lesson 1
    python benchmarks/grading.py --count 1000 --same

The class is made up, the same each time (``benchmarks/crowd.py``): of twenty, eight are
right, six have one wrong answer, two are half done, two are stubs and two are hostile.
Each verdict is compared with the one that is deserved. Without a sandbox the hostile ones
are left out; plain pytest gets a few of those that cannot harm the machine.

``--same``: all have the same content, for the cost of those that are known. ``--plain``:
pytest is run on the same requests for each, as people grade without a checker: in the
process of the app, with a time limit.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.crowd import Crowd, Submission  # noqa: E402
from checker.curriculum import Course, Lesson, bundled  # noqa: E402
from checker.grading.gradebook import NAME, Gradebook  # noqa: E402
from checker.grading.grader import Grader  # noqa: E402
from checker.grading.submissions import find  # noqa: E402

PLAIN = ROOT / "benchmarks" / "plain"
LIMIT = 20.0
"""Seconds that plain pytest has for one submission."""
CORES = os.cpu_count() or 1
HARMLESS = (
    "cheat_answers_without_asking", "cheat_patches_pytest", "cheat_prints_a_report",
    "exit_at_import", "exit_in_handler", "import_solutions", "loop_at_import",
    "loop_in_handler", "os_exit_at_import", "os_exit_in_handler",
)  # fmt: skip
"""Of ``tests/bad``: they harm nothing but the process that they run in."""


def main() -> None:
    """Print a line for each run, and the verdicts that were not deserved."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, nargs="+", default=[40])
    parser.add_argument("--lesson", help="only this one")
    parser.add_argument("--no-sandbox", action="store_true")
    parser.add_argument("--same", action="store_true")
    parser.add_argument("--plain", action="store_true")
    asked = parser.parse_args()
    course = bundled()
    lessons = (course.lesson(asked.lesson),) if asked.lesson else course.lessons
    for count in asked.count:
        people = _class(course, count, asked.same)
        if asked.no_sandbox or asked.plain:
            people = [one for one in people if one.kind != "hostile"]
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            for one in people:
                one.lay(folder, course.lessons)
            _graded(course, lessons, folder, people, not asked.no_sandbox)
            if asked.plain:
                _plain(lessons, folder, people)
        if asked.plain:
            _plain_and_hostile(course, lessons)


def _class(course: Course, count: int, same: bool) -> list[Submission]:
    crowd = Crowd(course)
    if same:
        return [replace(crowd.submission(0), name=f"learner-{n:05}") for n in range(count)]
    return [crowd.submission(number) for number in range(count)]


def _graded(
    course: Course,
    lessons: Sequence[Lesson],
    folder: Path,
    people: list[Submission],
    sandboxed: bool,
) -> None:
    known = {one.name: one for one in people}
    for what in ("first run", "nothing new"):
        submissions = find(folder)
        began = time.perf_counter()
        with Gradebook(folder / NAME, course.lessons, sandboxed, whole=what == "first run") as book:
            grades = [
                grade
                for _, grade in Grader(course, lessons, sandboxed, known=book).grade(submissions)
            ]
        seconds = time.perf_counter() - began
        fresh = sum(grade.fresh for grade in grades)
        where = "in a sandbox" if sandboxed else "without a sandbox"
        _say(f"{where}, {what}", len(grades), fresh, seconds, len(lessons))
        if what == "first run":
            for grade in grades:
                one = known[grade.learner]
                if wrong := grade.problem or ", ".join(one.unfair(grade.lessons)):
                    print(f"  not as deserved: {one.name} ({one.kind}): {wrong}")
            print(f"  {dict(Counter(one.kind for one in people))}, verdicts compared")


def _say(what: str, count: int, fresh: int, seconds: float, lessons: int) -> None:
    each = seconds * CORES / max(fresh or count, 1)
    print(
        f"{what}: {count} submissions of {lessons} lessons in {seconds:.1f} s, {fresh} judged, "
        f"{each:.3f} s of a core each, {1 / each:.2f} a second and core"
    )


# -- as people do it without a checker ------------------------------------------------------


def _plain(lessons: Sequence[Lesson], folder: Path, people: list[Submission]) -> None:
    """One pytest a submission, as many at a time as there are cores."""
    files = [PLAIN / f"test_{lesson.id}.py" for lesson in lessons]
    files = [file for file in files if file.is_file()]
    began = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        ends = list(pool.map(lambda one: _pytest(files, folder / one.name), people))
    _say("plain pytest", len(people), len(people), time.perf_counter() - began, len(files))
    _told(people, ends)


def _told(people: list[Submission], ends: list[str]) -> None:
    for kind in dict.fromkeys(one.kind for one in people):
        mine = [end for one, end in zip(people, ends, strict=True) if one.kind == kind]
        print(f"  {kind}: {dict(Counter(mine))}")


def _plain_and_hostile(course: Course, lessons: Sequence[Lesson]) -> None:
    crowd = Crowd(course)
    people = [crowd.hostile(name) for name in HARMLESS]
    with tempfile.TemporaryDirectory() as place:
        for one in people:
            one.lay(Path(place), course.lessons)
        _plain(lessons, Path(place), people)


def _pytest(files: list[Path], submission: Path) -> str:
    """How it ends: passed, failed, or out of time."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *map(str, files)]
    path = os.pathsep.join([str(submission), str(ROOT)])
    environment = os.environ | {"PYTHONPATH": path, "PLAIN_PACKAGE": "lessons"}
    with subprocess.Popen(
        command, cwd=submission, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0,
    ) as process:  # fmt: skip
        try:
            code = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            return "out of time"
    return "passed" if code == 0 else "failed"


if __name__ == "__main__":
    main()
