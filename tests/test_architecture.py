"""Which room may import which: downward only, and nothing of ours imports a learner's code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LAYERS = [
    {
        "errors",
        "heard",
        "host",
        "layout",
        "output",
        "plain",
        "pool",
        "preload",
        "regions",
        "regular",
        "removal",
        "report",
        "syscalls",
        "syntax",
        "terminal",
    },
    {"curriculum", "definitions", "launcher", "sandbox", "storage", "watcher"},
    {"confined"},
    {
        "certificate",
        "comparison",
        "corpus",
        "expect",
        "formats",
        "history",
        "judge",
        "origin",
        "progress",
        "replay",
        "tape",
    },
    {"ahead", "checks", "runner", "workspace"},
    {
        "authoring",
        "automation",
        "grading",
        "mutation",
        "pages",
        "review",
        "scaffold",
        "serving",
        "study",
        "update",
        "verify",
    },
    {"console", "doctor", "watch"},
    {"screen"},
    {"gradebook_view", "standings_view", "watch_view", "grade_view", "pictures"},
    {"commands"},
    {"conftest", "course"},
]
"""Lowest first. A room may import from layers below, from itself, and inside its layer."""

ONLY_THERE = {
    "typer": {"commands", "course"},
    "rich": {"commands", "console", "grade_view", "pictures", "standings_view"},
    "jinja2": {"pages"},
    "libcst": {"mutation"},
    "pytest": {"judge", "runner", "checks", "conftest"},
}


def modules() -> Iterator[tuple[str, Path]]:
    yield "course", ROOT / "course.py"
    for path in (ROOT / "checker").rglob("*.py"):
        yield room(".".join(path.relative_to(ROOT).with_suffix("").parts)), path


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "checker" and len(parts) > 1 else parts[0]


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {f"{node.module}.{a.name}" if node.module == "checker" else str(node.module)
                      for a in node.names}  # fmt: skip
    return found


CASES = [pytest.param(name, path, id=str(path.relative_to(ROOT))) for name, path in modules()]


@pytest.mark.parametrize(("name", "path"), CASES)
def test_imports_go_downward(name: str, path: Path) -> None:
    """No module imports from a layer above its own."""
    if path.parent.name == "checker" and path.name == "__init__.py":
        return
    level = next(i for i, layer in enumerate(LAYERS) if name in layer)
    allowed = set().union(*LAYERS[: level + 1])
    ours = {room(m) for m in imported(path) if m.startswith("checker.")} - {"__version__"}

    assert set() == ours - allowed


@pytest.mark.parametrize(("name", "path"), CASES)
def test_libraries_stay_in_their_rooms(name: str, path: Path) -> None:
    """Only the command line knows typer, only what people look at knows rich."""
    used = {m.partition(".")[0] for m in imported(path)}

    assert set() == {lib for lib, rooms in ONLY_THERE.items() if lib in used and name not in rooms}


@pytest.mark.parametrize(("name", "path"), CASES)
def test_nothing_of_ours_imports_or_unpickles_learner_code(name: str, path: Path) -> None:
    """Their code runs in the host; the judging process never loads it."""
    used = imported(path)

    assert set() == {m for m in used if m.partition(".")[0] in {"lessons", "solutions"}}
    assert set() == used & {"pickle", "marshal", "shelve", "dill"}
    if name != "host":
        calls = [n.func.id for n in ast.walk(ast.parse(path.read_text("utf-8")))
                 if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]  # fmt: skip
        ours = {"compile"} if name == "mutation" else set()  # its mutants are of our solutions
        assert set() == set(calls) & {"exec", "eval", "compile", "__import__"} - ours


def test_lessons_import_nothing_of_the_checker() -> None:
    """A lesson runs on its own, without the course."""
    for folder in ("lessons", "solutions"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not {m for m in imported(path) if m.startswith(("checker", "course"))}
