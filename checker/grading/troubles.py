"""What did not go well in a class, grouped by its cause, with what an instructor can do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.grading.grade import Grade
from checker.grading.layout import EMPTY
from checker.grading.submissions import learner
from checker.grading.workers import AGAIN
from checker.watcher import TOO_MUCH

NOT_JUDGED = "Not judged"
ENDED = "Ended by a limit"
OURS = "Our mistake"
UNREAD = "Left out"
NOTHING = "Nothing to judge"
TWICE = "Twice under one name"
_BEGINS = re.compile(r"^It (?:cannot be taken in|could not be judged): ")
_TYPE = re.compile(r" \(\w+\)\.?$")
SLOW = "no answer in time"
_LEFT_OUT = re.compile(r"(.+) was left out: (?!it is |it has )(.+)")
_READ = "See that you may read it, then run the same command again: they are judged anew."
_HAND_IN = (
    "Whose work it is has to hand in a folder, a zip or a tar.gz file. Then run the same command "
    "again."
)
_RENAME = (
    "They count as attempts of one learner. If they are of more people, give each another name, "
    "then run the same command again."
)
_BUSY = (
    "If this machine was busy, judge them once more, one after the other, by adding: "
    "--again --workers 1, and --learner NAME for each of them"
)
_ALONE = (
    "They were judged one after the other, so this machine was hardly too busy: look at their code."
)
_GREEDY = "Look at their code: a right answer takes far less than it may."
_REPORT = "Please report it to whoever gave you the course; their points are not reliable."


@dataclass(frozen=True)
class Trouble:
    """One cause: what it led to, why, for whom, and the way out."""

    what: str
    why: str
    learners: tuple[str, ...]
    remedy: str


def troubles(grades: Sequence[Grade], alone: bool = False) -> tuple[Trouble, ...]:
    """Every cause, those first that left somebody without a verdict.

    Beside a learner's name stands the file, or the files, that it is about.

    Args:
        alone: they were judged one after the other, and all anew.
    """
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for grade in grades:
        for cause in dict.fromkeys(_causes(grade, alone)):
            groups[cause].append(grade.learner)
        for file, why in _left_out(grade):
            groups[UNREAD, why, _READ].append(f"{grade.learner}: {file}")
    for name, entries in _twice(grades):
        groups[TWICE, "entries whose names are of one learner", _RENAME].append(
            f"{name} ({', '.join(entries)})"
        )
    order = (NOT_JUDGED, TWICE, NOTHING, UNREAD, OURS, ENDED)
    found = [Trouble(what, why, tuple(who), way) for (what, why, way), who in groups.items()]
    return tuple(sorted(found, key=lambda trouble: order.index(trouble.what)))


def strays(names: Sequence[str]) -> tuple[Trouble, ...]:
    """The files of a folder that are no submission, as one cause."""
    return (Trouble(UNREAD, "no folder, zip or tar file", tuple(names), _HAND_IN),) if names else ()


def _causes(grade: Grade, alone: bool) -> Iterator[tuple[str, str, str]]:
    if grade.report is None:
        why = reason(grade.problem)
        yield NOTHING if why == EMPTY else NOT_JUDGED, why, grade.remedy or AGAIN
        return
    for fault in grade.report.faults:
        yield OURS, fault.summary.rstrip("."), _REPORT
    for why in _limits(grade):
        yield ENDED, why, (_ALONE if alone else _BUSY) if why == SLOW else _GREEDY


def _left_out(grade: Grade) -> Iterator[tuple[str, str]]:
    """Files that could not be read, and why. What no lesson has, such as a link, is only noted."""
    for note in grade.notes:
        found = _LEFT_OUT.fullmatch(note)
        if found is not None:
            yield found[1], found[2]


def _twice(grades: Sequence[Grade]) -> Iterator[tuple[str, list[str]]]:
    """Entries of one folder whose names are of one learner; a list says itself whose each is."""
    entries: dict[tuple[str, Path], set[str]] = defaultdict(set)
    for grade in grades:
        path = Path(grade.path)
        if learner(path) == grade.learner:
            entries[grade.learner, path.parent].add(path.name)
    for (name, _), names in entries.items():
        if len(names) > 1:
            yield name, sorted(names)


def reason(problem: str) -> str:
    """Why there is no verdict: without how all of them begin, and an exception's name."""
    return _TYPE.sub("", _BEGINS.sub("", problem)).rstrip(".")


def _limits(grade: Grade) -> Iterator[str]:
    for lesson in grade.lessons:
        if lesson.error is not None:
            yield from _limit(lesson.error.kind == "timeout", lesson.error.message)
        for step in lesson.steps:
            if step.failure is not None:
                yield from _limit(step.status == "timeout", step.failure.summary)


def _limit(slow: bool, message: str) -> Iterator[str]:
    found = TOO_MUCH.search(message)
    if found is not None:
        yield found[1]
    elif slow:
        yield SLOW
