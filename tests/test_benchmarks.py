"""What the benchmark measures is comparable: the same checks, by two ways."""

from __future__ import annotations

import ast
import importlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.crowd import Crowd
from benchmarks.speed import Row, in_process, table
from checker import corpus
from checker.curriculum import Course
from checker.launcher import Launcher
from checker.runner import check

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


def test_class_of_twenty(course: Course) -> None:
    """The made-up class has each kind, and no two submissions with the same content."""
    crowd = Crowd(course)
    people = [crowd.submission(number) for number in range(20)]
    kinds = Counter(one.kind for one in people)
    assert kinds == {"right": 8, "stub": 2, "half done": 2, "wrong": 6, "hostile": 2}
    assert len({one.name for one in people}) == 20
    assert people == [Crowd(course).submission(number) for number in range(20)]


def test_undeserved_verdicts_are_noticed(course: Course, tmp_path: Path, hosts: Launcher) -> None:
    """A right answer called wrong, and a wrong one called right, are both named."""
    one = Crowd(course).hostile("exit_at_import")
    lesson = course.lessons[0]
    one.lay(tmp_path, course.lessons)
    results = check(course, tmp_path / one.name, [lesson], hosts=hosts).lessons
    assert one.unfair(results) == []
    assert replace(one, passes=frozenset({"1.2"}), fails=frozenset()).unfair(results) == ["1.2"]
    corpus.lay(tmp_path / one.name, lesson, corpus.solved(lesson))
    results = check(course, tmp_path / one.name, [lesson], hosts=hosts).lessons
    assert one.unfair(results) == list(lesson.step_ids)
