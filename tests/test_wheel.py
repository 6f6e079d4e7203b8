"""The built wheel alone is enough: lessons, solutions and checks travel with it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from checker.curriculum import Course

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel, outside of any clone."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    call = "import checker, course; assert 'site' in checker.__file__; course.main()"
    return subprocess.run(
        [sys.executable, "-P", "-c", call, *words], cwd=cwd, capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(installed)}, check=False, timeout=60,
    )  # fmt: skip


def test_wheel_makes_a_workspace_and_checks_it(
    installed: Path, tmp_path: Path, course: Course
) -> None:
    """init, next, check and the editor's pytest all work from the wheel."""
    assert run(installed, tmp_path, "init", "mine").returncode == 0
    mine = tmp_path / "mine"
    welcome = run(installed, mine, "next")
    assert "Welcome to lesson 1" in welcome.stdout, welcome.stderr
    lesson = course.lessons[0]
    solution = run(installed, mine, "solution", "1", "--spoil").stdout
    path = mine / "lessons" / lesson.id / "main.py"
    path.write_text(solution.partition("main.py\n")[2].partition("\nIt is also")[0], "utf-8")
    passed = run(installed, mine, "check", "1")

    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert f"{lesson.max_points} of {lesson.max_points} points" in passed.stdout


def test_wheel_holds_no_tests_and_no_state(installed: Path) -> None:
    """Only what learners need is in it."""
    top = {path.name for path in installed.iterdir()}

    assert {"checker", "course.py"} == {name for name in top if not name.endswith(".dist-info")}
    assert not list(installed.rglob(".course"))
    shipped, ours = (
        {p.relative_to(root) for p in (root / "checker" / "templates").rglob("*") if p.is_file()}
        for root in (installed, ROOT)
    )
    assert ours == shipped
    assert list((installed / "checker" / "_course" / "lessons").glob("*/README.md"))
