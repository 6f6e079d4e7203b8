"""A stranger's text read as a tree: it never takes the judging process down."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.syntax import MAX_NESTING, MAX_TEXT, tree

ROOT = Path(__file__).parents[1]
DEEP: dict[str, Callable[[int], str]] = {
    "minus": lambda n: "x=" + "-" * n + "1",
    "not": lambda n: "x=" + "not " * n + "1",
    "lambda": lambda n: "x=" + "lambda:" * n + "1",
    "else": lambda n: "x=" + "1 if 1 else " * n + "1",
    "power": lambda n: "x=1" + "**1" * n,
    "elif": lambda n: "if a:\n p\n" + "elif a:\n p\n" * n,
    "await": lambda n: "async def f():\n x=" + "await (" * n + "a" + ")" * n,
    "brackets": lambda n: "x=" + "[" * n + "]" * n,
    "attributes": lambda n: "x=a" + ".b" * n,
    "calls": lambda n: "x=a" + "()" * n,
    "types": lambda n: "x=a" + "|b" * n,
    "formatted": lambda n: "x=" + "f'{" * n + "1" + "}'" * n,
    "indents": lambda n: "".join(" " * i + "if 1:\n" for i in range(n)) + " " * n + "p",
}
SMALL_STACK = """\
import sys, threading
from checker.syntax import tree
threading.stack_size(512 * 1024)
reader = threading.Thread(target=tree, args=(sys.stdin.read(),))
reader.start()
reader.join()
print("alive")
"""


@pytest.mark.parametrize("shape", DEEP)
@pytest.mark.parametrize("depth", [150, MAX_NESTING - 10, 4000, 20_000])
def test_nesting_does_no_harm(shape: str, depth: int) -> None:
    """On the smallest stack that threads have, the process lives on."""
    ran = subprocess.run(
        [sys.executable, "-c", SMALL_STACK],
        cwd=ROOT,
        input=DEEP[shape](depth if shape != "indents" else min(depth, 200)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout) == (0, "alive\n"), ran.stderr


@pytest.mark.parametrize(
    "text",
    ["def f(:", "x = '\0'", "x" * (MAX_TEXT + 1), "x=" + "-" * (MAX_NESTING + 1) + "1"],
    ids=["no-python", "null", "long", "deep"],
)
def test_what_cannot_be_read_says_nothing(text: str) -> None:
    """No error of Python's reaches the caller."""
    assert tree(text) is None


def test_what_is_read_warns_of_nothing() -> None:
    """A wrong escape is the learner's affair, and no line on our screen."""
    read = tree('x = "\\d"')

    assert read is not None
    assert len(read.body) == 1
