"""A report as Markdown for a GitHub step summary.

What a learner's program said is in it, and GitHub renders Markdown and HTML, and sends a
mail to everyone who is mentioned. So every word is escaped, and values stand in fences.

Usage: ``course check --all --format markdown >> "$GITHUB_STEP_SUMMARY"``.
"""

from __future__ import annotations

import re

from checker.formats.words import details, headline, number
from checker.report import Failure, LessonError, LessonResult, Report

MAX_BYTES = 1024**2
"""GitHub's limit on a step's summary."""
MAX_PRINTED = 2_000
"""Characters of what the learner's code printed."""
_CUT = "\n\nThe rest was cut off.\n"
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def markdown(report: Report) -> str:
    """A table of lessons and points, then the first failure of each lesson in full."""
    parts = [_head(report)]
    parts += [section for lesson in report.lessons if (section := _section(lesson))]
    return _bounded(parts)


def escape(text: str) -> str:
    """Prose: no mark, tag, link, mention or reference of it is read as one."""
    text = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"(\\[@#])(?=\w)", "\\1\u200b", text)


def fence(text: str) -> str:
    """A block that shows the text as it is, whatever backticks it has."""
    ticks = max((len(run) for run in re.findall(r"`{3,}", text)), default=2) + 1
    return f"{'`' * ticks}text\n{text}\n{'`' * ticks}"


def _head(report: Report) -> str:
    lines = [f"## {report.points} of {report.max_points} points", ""]
    lines += ["| Lesson | Status | Steps passed | Points |", "|---|---|---|---|"]
    for lesson in report.lessons:
        passed = sum(step.status == "passed" for step in lesson.steps)
        title = f"{number(lesson)} {escape(lesson.title)}"
        steps = f"{passed} of {len(lesson.steps)}"
        points = f"{lesson.points} of {lesson.max_points}"
        lines.append(f"| {title} | {lesson.status} | {steps} | {points} |")
    return "\n".join(lines)


def _section(lesson: LessonResult) -> str:
    if lesson.error is not None:
        return _told(f"Lesson {number(lesson)} {lesson.title}", lesson.error)
    for step in lesson.steps:
        if step.failure is not None:
            return _told(f"{step.id} {step.title}", step.failure)
    return ""


def _told(title: str, told: Failure | LessonError) -> str:
    parts = [f"### {escape(title)}", escape(headline(told))]
    parts += [fence(found)] if (found := details(told)) else []
    if told.output:
        parts.append(f"Your code printed\n\n{fence(told.output[:MAX_PRINTED])}")
    return "\n\n".join(parts)


def _bounded(parts: list[str]) -> str:
    """As many whole parts as fit, so that no fence stays open."""
    size = len(_CUT.encode())
    for place, part in enumerate(parts):
        size += len(part.encode()) + 2
        if size > MAX_BYTES:
            return "\n\n".join(parts[:place]) + _CUT
    return "\n\n".join(parts) + "\n"
