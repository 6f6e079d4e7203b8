"""What the tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checker import sandbox
from checker.confined import SandboxLauncher
from checker.curriculum import Course
from checker.launcher import Launcher, launcher
from checker.preload import PRELOAD
from checker.watcher import Bounds

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def course() -> Course:
    """The course as it stands in this checkout."""
    return Course(ROOT)


@pytest.fixture(scope="session")
def hosts() -> Iterator[Launcher]:
    """One warm launcher for all tests."""
    with launcher(PRELOAD) as found:
        yield found


@pytest.fixture(scope="module", params=["outside", "inside"])
def both(
    request: pytest.FixtureRequest, course: Course, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Launcher]:
    """A launcher of the module's own, without a sandbox and then with one.

    The sandbox shows all workspaces of the module, and has no disk of its own to count.
    """
    if request.param == "outside":
        with launcher(PRELOAD) as found:
            yield found
        return
    if why := sandbox.missing():
        pytest.skip(f"no sandbox: {why}")
    shown, given = tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("given")
    for lesson in course.lessons:
        for name in lesson.given_files:
            path = given / lesson.id / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(lesson.shipped[name], "utf-8")
    runs, bounds = tmp_path_factory.mktemp("runs"), Bounds(files=10**15, full=1.0)
    with SandboxLauncher(PRELOAD, shown, given, course.root / "solutions", runs, bounds) as found:
        yield found


@pytest.fixture
def inside(tmp_path: Path) -> Callable[..., str]:
    """Runs a program in a sandbox and gives what it prints: its words, and what it sees."""

    def run(words: list[str], view: sandbox.View | None = None) -> str:
        with (tmp_path / "info").open("w") as info, sandbox.rules() as rules:
            fds = [info.fileno(), rules]
            words = sandbox.inner(view or sandbox.View(), words, *fds)
            done = subprocess.run(
                words, stdout=subprocess.PIPE, text=True, check=True, pass_fds=fds
            )
        return done.stdout

    return run


@pytest.fixture
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the real program: a workspace, then the words after ``course``."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))}

    def run(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "course.py"), *words], cwd=workspace, check=False,
            capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, env=kept, timeout=60,
        )  # fmt: skip

    return run
