"""Damaged learner files: whatever a slip of the hand makes of a file, it is only judged.

Sixty files a run, the same ones each time, outside of a sandbox and inside;
``COURSE_DAMAGED=1000`` tries more, and ``COURSE_DAMAGED_SEED`` others.
"""

from __future__ import annotations

import io
import keyword
import os
import random
import time
import tokenize
from collections.abc import Callable
from pathlib import Path

import pytest

from checker import corpus
from checker.curriculum import Course
from checker.expect.times import Times
from checker.launcher import Launcher
from checker.report import LessonResult
from checker.runner import check

ROOT = Path(__file__).resolve().parent.parent
COURSE = Course(ROOT)
LESSON = COURSE.lesson("1")
COUNT = int(os.environ.get("COURSE_DAMAGED", "60"))
SEED = os.environ.get("COURSE_DAMAGED_SEED", "1")
TIMES = Times(answer=1.0, start=3.0, lesson=10.0, check=2.0)
LONGEST = 20.0
"""Seconds for one file, on a busy machine: far more than it takes, far less than a hang."""
SOURCES = [
    corpus.solved(LESSON)["main.py"],
    corpus.solved(LESSON, ())["main.py"],
    corpus.solved(LESSON, ("1.1", "1.2"))["main.py"],
]
Damage = Callable[[random.Random, str], bytes]


def truncated(source: random.Random, text: str) -> bytes:
    """Saved half-way, perhaps in the middle of a character."""
    data = text.encode()
    return data[: source.randrange(len(data))]


def spliced(source: random.Random, text: str) -> bytes:
    """The beginning of one file and the end of another."""
    other = source.choice(SOURCES)
    return (text[: source.randrange(len(text))] + other[source.randrange(len(other)) :]).encode()


def lines_moved(source: random.Random, text: str) -> bytes:
    """Some lines lost, doubled, or put elsewhere."""
    lines = text.splitlines(keepends=True)
    for _ in range(source.randint(1, 4)):
        here, there = source.randrange(len(lines)), source.randrange(len(lines))
        line = lines[here] if source.random() < 0.5 else lines.pop(here)
        if source.random() < 0.7:
            lines.insert(min(there, len(lines)), line)
    return "".join(lines).encode()


def indented_anew(source: random.Random, text: str) -> bytes:
    """White space in front of some lines added or taken away."""
    lines = text.splitlines(keepends=True)
    for _ in range(source.randint(1, 4)):
        here = source.randrange(len(lines))
        spaces = source.choice(["", " ", "    ", "\t"])
        lines[here] = spaces + lines[here].lstrip(" ")
    return "".join(lines).encode()


def tokens_changed(source: random.Random, text: str) -> bytes:
    """Some words, numbers and signs replaced by others: mostly still a program."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    words = [t for t in tokens if t.type in {tokenize.NAME, tokenize.NUMBER, tokenize.OP}]
    lines = text.splitlines(keepends=True)
    chosen = source.sample(words, source.randint(1, 3))
    for token in sorted(chosen, key=lambda t: t.start, reverse=True):
        (row, first), (_, last) = token.start, token.end
        line = lines[row - 1]
        lines[row - 1] = line[:first] + _other(source, token.string, words) + line[last:]
    return "".join(lines).encode()


def _other(source: random.Random, old: str, words: list[tokenize.TokenInfo]) -> str:
    if source.random() < 0.3:
        return source.choice(["", "None", "0", "-1", "...", old * 2, *keyword.kwlist])
    return source.choice(words).string


def bytes_changed(source: random.Random, text: str) -> bytes:
    """Some bytes replaced by any others."""
    data = bytearray(text.encode())
    for _ in range(source.randint(1, 6)):
        data[source.randrange(len(data))] = source.randrange(256)
    return bytes(data)


DAMAGES: list[Damage] = [
    truncated,
    spliced,
    lines_moved,
    indented_anew,
    tokens_changed,
    tokens_changed,
    bytes_changed,
]


def damaged(number: int) -> bytes:
    source = random.Random(f"{SEED}-{number}")
    return DAMAGES[number % len(DAMAGES)](source, source.choice(SOURCES))


@pytest.mark.parametrize("number", range(COUNT))
def test_damaged_file(number: int, tmp_path: Path, both: Launcher) -> None:
    """It gets a verdict in time, in words: never a fault, an exception of ours, a hang."""
    corpus.lay(tmp_path, LESSON, {})
    (tmp_path / "lessons" / LESSON.id / "main.py").write_bytes(damaged(number))

    began = time.monotonic()
    report = check(COURSE, tmp_path, [LESSON], hosts=both, times=TIMES)

    assert time.monotonic() - began < LONGEST
    assert report.faults == ()
    assert_words(report.lessons[0])


def assert_words(result: LessonResult) -> None:
    """Whatever is wrong is said, with a place in the learner's file and a next step."""
    if result.error is not None:
        assert result.error.message.isprintable()
        assert result.error.next_step
        assert "lessons/" in result.error.file
        return
    for step in result.steps:
        if step.status not in {"passed", "blocked"}:
            assert step.failure is not None
            assert step.failure.summary.isprintable()
            assert step.failure.next_step
            assert step.failure.file


def test_damage_is_the_same_each_time() -> None:
    """A failure can be looked at again: the same number makes the same file."""
    assert [damaged(number) for number in range(20)] == [damaged(number) for number in range(20)]
    assert len({damaged(number) for number in range(20)}) > 15
