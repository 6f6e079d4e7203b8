"""What stands in a gradebook's tables, by learner. Each question is asked once for a class."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from checker.grading.judging import Judging
from checker.grading.rulebook import Rulebook
from checker.grading.standing import Rules
from checker.grading.tables import (
    AttemptRow,
    ChangeRow,
    ContentRow,
    CreditRow,
    DeadlineRow,
    JudgingRow,
    OverrideRow,
    PolicyRow,
    RemovalRow,
    VerdictRow,
)


def judged(
    session: Session, learner: str | None = None, whole: bool = True, contents: bool = True
) -> dict[str, list[Judging]]:
    """Attempts by learner, the oldest first, with the verdicts on each.

    Args:
        learner: only this one.
        whole: with the verdicts' bodies.
        contents: with what their lessons are known again by.
    """
    found = (
        select(AttemptRow, VerdictRow)
        .join(JudgingRow, JudgingRow.attempt_id == AttemptRow.id)
        .join(VerdictRow, VerdictRow.id == JudgingRow.verdict_id)
        .order_by(AttemptRow.id, JudgingRow.id)
    )
    if learner is not None:
        found = found.where(AttemptRow.learner == learner)
    if not whole:
        found = found.options(defer(VerdictRow.body))
    verdicts: dict[AttemptRow, list[VerdictRow]] = defaultdict(list)
    for attempt, verdict in session.execute(found):
        verdicts[attempt].append(verdict)
    known = _contents(session, learner) if contents else {}
    by_learner = defaultdict(list)
    for attempt, rows in verdicts.items():
        judging = Judging(attempt, tuple(rows), known.get(attempt.id, {}))
        by_learner[attempt.learner].append(judging)
    return by_learner


def _contents(session: Session, learner: str | None) -> dict[int, dict[str, str]]:
    """What lessons are known again by, by attempt and lesson."""
    found = select(ContentRow.attempt_id, ContentRow.lesson, ContentRow.digest)
    if learner is not None:
        found = found.join(AttemptRow).where(AttemptRow.learner == learner)
    contents: dict[int, dict[str, str]] = defaultdict(dict)
    for attempt, lesson, digest in session.execute(found):
        contents[attempt][lesson] = digest
    return contents


def grades(session: Session, learner: str | None = None) -> dict[str, dict[str, float]]:
    """The grades that are written down, by learner and lesson."""
    found = select(ChangeRow.learner, ChangeRow.lesson, ChangeRow.new).order_by(ChangeRow.id)
    if learner is not None:
        found = found.where(ChangeRow.learner == learner)
    points: dict[str, dict[str, float]] = defaultdict(dict)
    for name, lesson, new in session.execute(found):
        points[name][lesson] = new
    return points


def overrides(session: Session, learner: str | None = None) -> dict[str, list[OverrideRow]]:
    """Points by hand, by learner, the oldest first."""
    found = select(OverrideRow).order_by(OverrideRow.id)
    if learner is not None:
        found = found.where(OverrideRow.learner == learner)
    given = defaultdict(list)
    for row in session.scalars(found):
        given[row.learner].append(row)
    return given


def rulebook(session: Session, overrides: bool = True) -> Rulebook:
    """Every rule that was ever set. ``overrides``: those with points by hand too."""

    given = session.scalars(select(OverrideRow).order_by(OverrideRow.id)) if overrides else ()
    return Rulebook(
        tuple(session.scalars(select(DeadlineRow).order_by(DeadlineRow.id))),
        tuple(session.scalars(select(RemovalRow).order_by(RemovalRow.id))),
        tuple(given),
        tuple(session.scalars(select(PolicyRow).order_by(PolicyRow.id))),
        tuple(session.scalars(select(CreditRow).order_by(CreditRow.id))),
    )


def rules(session: Session) -> Rules:
    """What holds now."""
    return rulebook(session, overrides=False).rules
