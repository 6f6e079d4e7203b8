"""Times a check beside plain pytest, in one run, on the machine you sit at.

``python benchmarks/speed.py`` measures lesson 1, ``--lesson 7`` another one, ``--runs``
how often. Each round does everything once, so that a busy moment hits all alike. The
numbers are for people to compare: nothing is asserted about them.

Rows:

plain pytest, cold
    A new Python runs pytest on ``benchmarks/plain/test_<lesson>.py``: the same requests,
    sent to the solution in the process of the tests, as one would without a course.
check, cold
    A new Python calls :func:`checker.runner.check`: the app runs in a process of its own.
course check, cold
    The command itself, with its gradebook and its output.
check again, warm
    The same launcher has checked before, as when many submissions are checked in a row.
in-process, warm
    Nothing but the lesson: import it anew, and answer the same requests.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from checker import corpus  # noqa: E402 the checkout comes first on the path
from checker.curriculum import Course, Lesson  # noqa: E402
from checker.launcher import Launcher, launcher  # noqa: E402
from checker.preload import PRELOAD  # noqa: E402
from checker.runner import check  # noqa: E402

_COLD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from checker.curriculum import Course
from checker.runner import check
course = Course(Path(sys.argv[1]))
report = check(course, Path(sys.argv[2]), [course.lesson(sys.argv[3])])
sys.exit(report.lessons[0].status != "passed")
"""


@dataclass
class Row:
    """One way to do it, and how many seconds each run took."""

    name: str
    run: Callable[[], None]
    seconds: list[float] = field(default_factory=list)

    def time(self) -> None:
        began = time.perf_counter()
        self.run()
        self.seconds.append(time.perf_counter() - began)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description="Times a check beside plain pytest.")
    parser.add_argument("--lesson", default="1", help="which lesson (default: 1)")
    parser.add_argument("--runs", type=int, default=15, help="how many rounds (default: 15)")
    options = parser.parse_args()
    course = Course(ROOT)
    lesson = course.lesson(options.lesson)
    with prepared(course, lesson) as rows:
        for row in rows:  # the first run of each fills the system's caches
            row.run()
        for _ in range(options.runs):
            for row in rows:
                row.time()
        print(table(lesson, rows))


@contextmanager
def prepared(course: Course, lesson: Lesson) -> Iterator[list[Row]]:
    """The rows for a lesson, ready to run: its solution lies in a workspace."""
    with tempfile.TemporaryDirectory() as name, launcher(PRELOAD) as hosts:
        workspace = Path(name).resolve()
        corpus.lay(workspace, lesson, corpus.solved(lesson))
        plain = ROOT / "benchmarks" / "plain" / f"test_{lesson.id}.py"
        rows = [
            Row("check, cold", lambda: _cold_check(workspace, lesson)),
            Row("course check, cold", lambda: _cold_course(workspace, lesson)),
            Row("check again, warm", lambda: _warm_check(course, workspace, lesson, hosts)),
        ]
        if plain.is_file():
            rows.insert(0, Row("plain pytest, cold", lambda: _plain_pytest(plain)))
            module = importlib.import_module(f"benchmarks.plain.test_{lesson.id}")
            rows.append(Row("in-process, warm", lambda: in_process(module)))
        yield rows


def _python(*arguments: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)[:200]}\n{done.stdout}{done.stderr}")


def _plain_pytest(file: Path) -> None:
    _python("-m", "pytest", "-q", "-p", "no:cacheprovider", str(file))


def _cold_check(workspace: Path, lesson: Lesson) -> None:
    _python("-c", _COLD, str(ROOT), str(workspace), lesson.id)


def _cold_course(workspace: Path, lesson: Lesson) -> None:
    arguments = ["check", lesson.id, "--workspace", str(workspace), "--format", "plain"]
    _python(str(ROOT / "course.py"), *arguments)


def _warm_check(course: Course, workspace: Path, lesson: Lesson, hosts: Launcher) -> None:
    report = check(course, workspace, [lesson], hosts=hosts)
    if report.lessons[0].status != "passed":
        sys.exit(f"{lesson.id} does not pass: {report.lessons[0]}")


def in_process(module: ModuleType) -> None:
    """Import the lesson anew and run a module of plain tests without pytest."""
    from benchmarks.plain.client import Client, fresh

    tests = [f for name, f in inspect.getmembers(module) if name.startswith("test_")]
    with Client(fresh(module.LESSON, module.VALUES).app) as client:
        for test in tests:
            test(client)


def table(lesson: Lesson, rows: list[Row]) -> str:
    """Medians, extremes and ratios as lines of text; times are milliseconds."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("fastapi", "pydantic", "pytest"))
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    head = [
        f"{lesson.id}, {len(rows[0].seconds)} runs of each, in turn; milliseconds",
        f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores{load}",
        "",
        f"{'':<20}{'median':>8}{'min':>8}{'max':>8}   {f'x {rows[0].name}':>20}",
    ]
    return "\n".join([*head, *(_line(row, rows[0]) for row in rows)])


def _line(row: Row, first: Row) -> str:
    times = (row.median, min(row.seconds), max(row.seconds))
    told = "".join(f"{seconds * 1000:>8.0f}" for seconds in times)
    return f"{row.name:<20}{told}   {row.median / first.median:>20.2f}"


if __name__ == "__main__":
    main()
