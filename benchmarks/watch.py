"""From a save to the verdict on the screen, in the real ``course watch``.

Runs the program on a pseudo-terminal, writes the lesson's file again and again with a
change in it, and takes the time until the verdict's last line has come out. Beside it, the
same work is timed in pieces, so that one sees where the time goes.

    python benchmarks/watch.py [--lesson 1] [--runs 15]
"""

from __future__ import annotations

import argparse
import io
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402

from checker import console, corpus  # noqa: E402
from checker.curriculum import Course, Lesson  # noqa: E402
from checker.expect.bench import Bench  # noqa: E402
from checker.launcher import Launcher, launcher  # noqa: E402
from checker.preload import PRELOAD  # noqa: E402
from checker.runner import check  # noqa: E402
from checker.watch import Files  # noqa: E402

END = b"q quit"
LIMIT = 60.0
THINKING = 1.0
"""Seconds from a verdict to the next save: nobody types faster, and ``course watch`` uses
them to get ready."""


class Screen:
    """``course watch`` on a terminal, and what it writes."""

    def __init__(self, workspace: Path) -> None:
        self._ours, theirs = pty.openpty()
        environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "50"}
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "course.py"), "watch"],
            cwd=workspace, stdin=theirs, stdout=theirs, stderr=theirs,
            process_group=0, env=environment,
        )  # fmt: skip
        os.close(theirs)

    def wait(self) -> None:
        """Until the last line of a verdict has been written."""
        seen, end = b"", time.monotonic() + LIMIT
        while END not in seen:
            if not select.select([self._ours], [], [], end - time.monotonic())[0]:
                sys.exit("no verdict came")
            seen += os.read(self._ours, 65536)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)


def on_screen(workspace: Path, lesson: Lesson, runs: int) -> list[float]:
    """Seconds from the write to the verdict on the screen, for each run."""
    path = workspace / "lessons" / lesson.id / lesson.files[0]
    text = path.read_text("utf-8")
    screen, seconds = Screen(workspace), []
    try:
        screen.wait()
        for number in range(runs + 1):
            time.sleep(THINKING)
            began = time.perf_counter()
            path.write_text(f"{text}# {number}\n", "utf-8")
            screen.wait()
            seconds.append(time.perf_counter() - began)
    finally:
        screen.close()
    return seconds[1:]


def event(workspace: Path, lesson: Lesson, runs: int) -> list[float]:
    """Seconds from a write until the watcher hears of it."""
    path, heard, seconds = workspace / "lessons" / lesson.id / "touched.py", threading.Event(), []
    files = Files(workspace / "lessons", workspace / "probe", lambda saved: heard.set())
    files.start()
    for number in range(runs):
        heard.clear()
        began = time.perf_counter()
        path.write_text(f"# {number}\n", "utf-8")
        heard.wait(LIMIT)
        seconds.append(time.perf_counter() - began)
    files.stop()
    path.unlink()
    return seconds


def start(workspace: Path, lesson: Lesson, hosts: Launcher) -> None:
    """Fork a host and import the lesson."""
    with tempfile.TemporaryDirectory(prefix="c") as run:
        folder = workspace.resolve() / "lessons" / lesson.id
        bench = Bench(lesson, folder, workspace.resolve(), hosts, Path(run).resolve())
        bench.host()
        bench.end()


def timed(work: Callable[[], object], runs: int) -> list[float]:
    seconds = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds[1:]


def pieces(course: Course, workspace: Path, lesson: Lesson, runs: int) -> dict[str, list[float]]:
    """The same work in pieces; ``checks`` are the requests, ``pytest`` is what is around."""
    with launcher(PRELOAD) as hosts:
        starts = timed(lambda: start(workspace, lesson, hosts), runs)
        whole, checks = [], []
        for _ in range(runs):
            began = time.perf_counter()
            report = check(course, workspace, [lesson], hosts=hosts)
            whole.append(time.perf_counter() - began)
            if not report.passed:
                sys.exit(f"{lesson.id} does not pass")
            checks.append(sum(step.duration_s for step in report.lessons[0].steps))
    first = statistics.median(starts)
    look = console.Look(False, console=Console(file=io.StringIO(), width=80, force_terminal=True))
    return {
        "event": event(workspace, lesson, runs),
        "fork and import": starts,
        "checks": [max(0.0, c - first) for c in checks],  # the first check waits for the start
        "pytest": [w - c for w, c in zip(whole, checks, strict=True)],
        "render": timed(lambda: console.show_report(look, course, report), runs),
    }


def line(name: str, seconds: list[float]) -> str:
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    return f"{name:<18}{low * 1000:>8.0f}{middle * 1000:>8.0f}{high * 1000:>8.0f}"


def main() -> None:
    """Print minimum, median and maximum, in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lesson", default="1")
    parser.add_argument("--runs", type=int, default=15)
    wanted = parser.parse_args()
    course = Course(ROOT)
    lesson = course.lesson(wanted.lesson)
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name)
        for each in course.lessons:
            corpus.lay(workspace, each, corpus.solved(each) if each == lesson else {})
        (workspace / ".course").mkdir()
        progress = f'{{"version": 1, "current": "{lesson.id}", "started": "", '
        progress += '"passed": {}, "hints": {}, "spoiled": []}'
        (workspace / ".course" / "progress.json").write_text(progress, "utf-8")
        found = pieces(course, workspace, lesson, wanted.runs)
        found |= {"save to screen": on_screen(workspace, lesson, wanted.runs)}
    load = f", load {os.getloadavg()[0]:.1f}"
    print(f"{lesson.id}, {wanted.runs} runs, milliseconds, {os.cpu_count()} cores{load}")
    print(f"{'':<18}{'min':>8}{'median':>8}{'max':>8}")
    for piece, seconds in found.items():
        print(line(piece, seconds))


if __name__ == "__main__":
    main()
