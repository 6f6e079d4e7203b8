"""Whether a verdict depends on how busy the machine is: the same check, again and again.

Keeps every core busy, checks all lessons so often, once with our solutions and once with
the untouched stubs, and counts the steps whose status was not always the same (flips).

    python benchmarks/stability.py [--runs 20] [--burners 2]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from checker import corpus  # noqa: E402
from checker.curriculum import Course  # noqa: E402
from checker.runner import check  # noqa: E402


def burn() -> None:
    """Keep one core busy until killed, or until nobody wants it any more."""
    number, parent = 0, os.getppid()
    while os.getppid() == parent:
        for _ in range(100_000):
            number = (number * 31 + 7) % 1_000_003


@contextmanager
def burning(count: int) -> Iterator[None]:
    """``count`` cores' worth of other work, as long as this lasts."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=burn, daemon=True) for _ in range(count)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


def flips(course: Course, solved: bool, runs: int) -> tuple[int, float]:
    """Steps whose status changed between runs, and the median seconds of a run."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seconds = []
    with tempfile.TemporaryDirectory() as name:
        for lesson in course.lessons:
            corpus.lay(Path(name), lesson, corpus.solved(lesson, None if solved else ()))
        for _ in range(runs):
            began = time.perf_counter()
            report = check(course, Path(name))
            seconds.append(time.perf_counter() - began)
            for result in report.lessons:
                for step in result.steps:
                    seen[step.id][step.status] += 1
    _tell(seen, "passed" if solved else "failed")
    return sum(len(statuses) > 1 for statuses in seen.values()), sorted(seconds)[runs // 2]


def _tell(seen: dict[str, Counter[str]], usual: str) -> None:
    for step, statuses in seen.items():
        if set(statuses) != {usual}:
            print(f"  {step}: {dict(statuses)}")


def main() -> int:
    """Print the flips of both; exit code 1 when there were any."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--burners", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    course, total = Course(ROOT), 0
    with burning(wanted.burners):
        for solved in (True, False):
            found, median = flips(course, solved, wanted.runs)
            total += found
            what = "solutions" if solved else "stubs"
            print(f"{what}: {wanted.runs} runs, {wanted.burners} cores busy, "
                  f"median {median:.1f} s, {found} flips")  # fmt: skip
    return 1 if total else 0


if __name__ == "__main__":
    raise SystemExit(main())
