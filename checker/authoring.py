"""What a course author runs: everything that is derived from the solutions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from checker import storage
from checker.corpus import lay, solved
from checker.curriculum import Course, Lesson
from checker.expect.bench import Bench
from checker.expect.contract import contract
from checker.launcher import launcher
from checker.preload import PRELOAD
from checker.runner import check
from checker.workspace import Workspace


def derived(course: Course, lessons: Sequence[Lesson] | None = None) -> dict[Path, str]:
    """Every generated file and its text: stubs and given modules, contracts, free checks.

    Raises:
        CannotStart: a solution does not start.
    """
    files: dict[Path, str] = {}
    for lesson in lessons or course.lessons:
        shipped = {lesson.folder / name: text for name, text in lesson.shipped.items()}
        files |= shipped | {lesson.solution / "contract.json": _contract(lesson)}
        files[lesson.solution / "free.json"] = _free(course, lesson)
    return files


def write(course: Course, lessons: Sequence[Lesson]) -> list[Path]:
    """Write what differs; the paths that did. What stood in a lesson can be undone.

    Raises:
        UsageError: a file cannot be written.
    """
    differing = {
        path: text
        for path, text in derived(course, lessons).items()
        if not path.is_file() or path.read_text("utf-8") != text
    }
    workspace = Workspace(course.root, course)
    if differing:
        with workspace.locked():
            for lesson in lessons:
                workspace.keep(lesson, "before dev stubs")
    for path, text in differing.items():
        storage.write(path, text.encode())
    return list(differing)


def _free(course: Course, lesson: Lesson) -> str:
    """What the stub passes: see :attr:`checker.curriculum.Lesson.free`."""
    with tempfile.TemporaryDirectory() as name, launcher(PRELOAD) as hosts:
        lay(Path(name), lesson, {})
        [result] = check(course, Path(name), [lesson], hosts=hosts).lessons
    passed = {
        step.id: [one.id for one in step.checks if one.status == "passed"] for step in result.steps
    }
    free = {step: checks for step, checks in passed.items() if checks}
    return json.dumps(free, indent=2, sort_keys=True) + "\n"


def _contract(lesson: Lesson) -> str:
    with tempfile.TemporaryDirectory() as name, launcher(PRELOAD) as hosts:
        workspace, run = Path(name).resolve(), Path(name).resolve() / "run"
        run.mkdir()
        lay(workspace, lesson, solved(lesson))
        bench = Bench(lesson, workspace / "lessons" / lesson.id, workspace, hosts, run)
        try:
            document = bench.host().ask("openapi")
        finally:
            bench.end()
    return json.dumps(contract(document), indent=2, sort_keys=True) + "\n"
