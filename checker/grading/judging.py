"""An attempt with the verdicts on it: of each lesson the newest holds, of whichever run."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import takewhile

from checker.curriculum import bundled
from checker.grading import credit
from checker.grading.layout import EMPTY, LOOK
from checker.grading.tables import AttemptRow, VerdictRow
from checker.grading.worker import VERDICTS, Verdict


@dataclass(frozen=True)
class Judging:
    """One attempt; ``verdicts`` are those on it, the oldest first, one at least.

    ``contents``: what each lesson in it is known again by, as far as that was asked for.
    """

    attempt: AttemptRow
    verdicts: tuple[VerdictRow, ...]
    contents: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def holding(self) -> dict[str, VerdictRow]:
        """By lesson that was handed in, the newest verdict on it: a run may be of one lesson."""
        return {lesson: row for row in self.verdicts for lesson in row.scores}

    @cached_property
    def verdict(self) -> Verdict:
        """The newest, with each lesson as it was judged last. What is needed is unpacked once.

        That a lesson was not handed in is only in the verdict of a run that was about it.
        """
        needed = {row.id for row in (*self.holding.values(), self.verdicts[-1])}
        found = {row.id: opened(row.body) for row in self.verdicts if row.id in needed}
        seen = {lesson for one in found.values() for lesson in _lessons(one)}
        for row in reversed(self.verdicts):
            if free().keys() <= seen:
                break
            if row.id not in found:
                found[row.id] = opened(row.body)
                seen |= _lessons(found[row.id])
        return joined([found[number] for number in sorted(found)])

    def scores(self, by_checks: bool) -> dict[str, float]:
        """Points by lesson, of those that were handed in."""
        if not by_checks or self.verdict.report is None:
            return {lesson: row.scores[lesson] for lesson, row in self.holding.items()}
        found = credit.scores(self.verdict.report, free())
        return {lesson: found[lesson] for lesson in self.holding}

    def held(self, course: str, sandbox: str) -> frozenset[int]:
        """Ids of the newest verdicts, as far back as all are by this course within this sandbox.

        A run that meets one of them again says nothing new.
        """
        alike = takewhile(
            lambda row: (row.course, row.sandbox) == (course, sandbox), reversed(self.verdicts)
        )
        return frozenset(row.id for row in alike)


def arrivals(judged: Sequence[Judging]) -> dict[tuple[int, str], datetime]:
    """When the content of each lesson of each attempt first came in, by attempt and lesson."""
    first: dict[tuple[str, str], datetime] = {}
    for one in judged:
        for content in one.contents.items():
            first[content] = min(first.get(content, one.attempt.submitted), one.attempt.submitted)
    return {
        (one.attempt.id, lesson): first[lesson, digest]
        for one in judged
        for lesson, digest in one.contents.items()
    }


def _lessons(verdict: Verdict) -> set[str]:
    """Those that it is about."""
    return {lesson.id for lesson in verdict.report.lessons} if verdict.report else set()


def joined(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict of several on the same content, the oldest first."""
    reports = [one.report for one in verdicts if one.report]
    if len(verdicts) == 1 or not reports:
        return verdicts[-1]
    results = [result for report in reports for result in report.lessons]
    lessons = {one.id: one for one in results}
    lessons |= {one.id: one for one in results if not one.missing}
    notes = dict.fromkeys(note for one in verdicts for note in one.notes)
    report = replace(reports[-1], lessons=tuple(lessons.values()))
    return replace(verdicts[-1], report=report, problem="", notes=tuple(notes))


@lru_cache(maxsize=1)
def free() -> credit.Free:
    """Of the course that is here."""
    return {lesson.id: lesson.free for lesson in bundled().lessons}


def packed(verdict: Verdict) -> bytes:
    """A verdict as a row holds it."""
    return zlib.compress(VERDICTS.dump_json(verdict))


def opened(body: bytes) -> Verdict:
    """The verdict that a row holds.

    Older courses gave no points where no lesson was found; that was no verdict, and is none.
    """
    verdict = VERDICTS.validate_json(zlib.decompress(body))
    if verdict.report is not None and EMPTY in verdict.notes:
        notes = tuple(note for note in verdict.notes if note != EMPTY)
        problem = f"It cannot be taken in: {EMPTY}."
        return replace(verdict, report=None, problem=problem, notes=notes, remedy=LOOK)
    return verdict
