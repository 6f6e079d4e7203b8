"""The misconceptions that a class meets most.

A failure that has the signature of a mistake which the course knows is that mistake: the
same match as that of ``course hint``. Any other failure is named by its check and by its
summary with the values taken out, since values are new in every run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from checker.curriculum import Lesson, Step
from checker.pages.classroom import Member
from checker.pages.marks import is_untouched
from checker.report import LessonResult

_STATUSES = {str(status.value) for status in HTTPStatus}
_VALUES = re.compile(
    r"`[^`\d]*`|\"[^\"]*\"|'[^']*'|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|[\w.+-]+@[\w.-]+|"
    r"\b(?!v\d\b)(?=\w*\d)\w+(?:\.\w+)*|\{[^{}]*\}|\[[^\[\]]*\]"
)


@dataclass(frozen=True)
class Misconception:
    """One mistake, and who makes it.

    ``name`` is the kept wrong answer's, "" where the course knows none; ``says`` is what
    learners are told, without values, ``hint`` what ``course hint`` tells them about it.
    ``step`` is "" when the lesson did not start.
    """

    lesson: Lesson
    step: str
    name: str
    says: str
    hint: str = ""
    learners: tuple[str, ...] = ()


def misconceptions(lessons: Sequence[Lesson], members: Sequence[Member]) -> list[Misconception]:
    """Those met, the most frequent first; each learner counts once for each."""
    met: dict[tuple[str, ...], Misconception] = {}
    who: dict[tuple[str, ...], list[str]] = defaultdict(list)
    known = {lesson.id: lesson for lesson in lessons}
    for member in members:
        results = member.report.lessons if member.report else ()
        found = {key: m for r in results if r.id in known for key, m in _found(known[r.id], r)}
        for key, misconception in found.items():
            met.setdefault(key, misconception)
            who[key].append(member.learner)
    all_met = [replace(m, learners=tuple(sorted(who[key]))) for key, m in met.items()]
    order = {lesson.id: number for number, lesson in enumerate(lessons)}
    return sorted(all_met, key=lambda m: (-len(m.learners), order[m.lesson.id], m.step, m.says))


def _found(lesson: Lesson, result: LessonResult) -> Iterator[tuple[tuple[str, ...], Misconception]]:
    if result.error is not None:
        if not result.missing:
            yield _started(lesson, result.error.kind, result.error.message)
        return
    if is_untouched(result):
        return
    steps = {step.id: step for step in lesson.steps}
    for step in result.steps:
        check = next((c for c in step.checks if c.failure and c.status != "error"), None)
        if step.id in steps and check is not None and check.failure is not None:
            yield _failed(lesson, steps[step.id], check.id, check.failure.summary)


def _started(lesson: Lesson, kind: str, message: str) -> tuple[tuple[str, ...], Misconception]:
    """A lesson that does not start can be the mistake of any of its steps."""
    for step in lesson.steps:
        if step.mistake(message):
            return _failed(lesson, step, "", message)
    return (lesson.id, kind, message), Misconception(lesson, "", "", message)


def _failed(
    lesson: Lesson, step: Step, check: str, summary: str
) -> tuple[tuple[str, ...], Misconception]:
    known = step.mistake(summary)
    if known is not None:
        found = Misconception(lesson, step.id, known.name, shown(summary), known.hint)
        return (step.id, "known", known.name), found
    key = (step.id, check, without_values(summary))
    return key, Misconception(lesson, step.id, "", shown(summary))


def without_values(summary: str) -> str:
    """A failure's words with ``…`` for what is new in every run; names in backticks stay."""
    return _VALUES.sub(lambda found: found[0] if found[0][0] == "`" else "…", summary)


def shown(summary: str) -> str:
    """The same for people: they read better which status it was."""
    return _VALUES.sub(
        lambda found: found[0] if found[0][0] == "`" or found[0] in _STATUSES else "…", summary
    )
