"""What every form tells about a failure, in the same words and order as on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report import HELD_BACK, Failure, LessonError, LessonResult

BLOCKED = "Not checked yet: something before it failed."
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def place(file: str, line: int | None) -> str:
    """``main.py:12``, or what is known of it."""
    return f"{file}:{line}" if file and line else file


def facts(told: Failure | LessonError) -> Iterator[tuple[str, str]]:
    """Labels and values, without what is empty. The summary or message is none of them.

    What an untouched stub should have done is held back: a file has no later.
    """
    if isinstance(told, Failure):
        expected = "" if told.expected == HELD_BACK else told.expected
        yield from _present(("We sent", told.request), ("Expected", expected), ("Got", told.got))
    yield from _present(("Where", place(told.file, told.line)), ("Next", told.next_step))


def _present(*pairs: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return ((label, value) for label, value in pairs if value)


def headline(told: Failure | LessonError) -> str:
    """The one sentence that says what is wrong."""
    return told.summary if isinstance(told, Failure) else told.message


def details(told: Failure | LessonError) -> str:
    """Every fact on a line of its own, the values below each other; "" if there is none."""
    return "\n".join(f"{label + ':':<10}{value}" for label, value in facts(told))


def text(told: Failure | LessonError) -> str:
    """All of it in plain lines, for where a message is shown as it is."""
    return "\n".join(filter(None, [headline(told), details(told)]))


def number(lesson: LessonResult) -> int:
    """A lesson's number, 0 for a folder that has none in its name."""
    found = re.search(r"\d+", lesson.id)
    return int(found[0]) if found else 0


def cut(value: str, most: int, note: str) -> str:
    """At most that many characters; a text that was cut ends with the note."""
    return value if len(value) <= most else value[: most - len(note)] + note


def printable(value: str) -> str:
    """Without the characters that no XML document may hold."""
    return _NO_XML.sub("\ufffd", value)
