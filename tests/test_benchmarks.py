"""What the benchmark measures is comparable: the same checks, by two ways."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from benchmarks.speed import Row, in_process, table
from checker.curriculum import Course

ROOT = Path(__file__).resolve().parent.parent
PLAIN = sorted((ROOT / "benchmarks" / "plain").glob("test_*.py"))


def names_in(file: Path) -> list[str]:
    tree = ast.parse(file.read_text("utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [name for name in names if name.startswith("test_")]


@pytest.mark.parametrize("plain", [pytest.param(file, id=file.stem) for file in PLAIN])
def test_plain_tests_are_those_of_the_checks(plain: Path) -> None:
    """A lesson's plain tests have the names of its checks, in the same order."""
    assert names_in(ROOT / "checker" / "checks" / plain.name) == names_in(plain)


@pytest.mark.parametrize("plain", [pytest.param(file, id=file.stem) for file in PLAIN])
def test_plain_tests_pass(plain: Path) -> None:
    """The solution passes its plain tests in this very process."""
    in_process(importlib.import_module(f"benchmarks.plain.{plain.stem}"))


def test_table(course: Course) -> None:
    """Medians, extremes and ratios stand in the table, in milliseconds."""
    rows = [Row("first", lambda: None, [0.1, 0.2, 0.4]), Row("second", lambda: None, [0.05, 0.1])]
    first, second = table(course.lessons[0], rows).splitlines()[-2:]

    assert first.split() == ["first", "200", "100", "400", "1.00"]
    assert second.split() == ["second", "75", "50", "100", "0.38"]
