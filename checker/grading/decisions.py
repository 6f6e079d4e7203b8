"""What a person decides, written down with a reason and an author, and the grades it changes."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from checker.errors import UsageError
from checker.formats.cells import rounded
from checker.grading import ledger
from checker.grading.phrases import clock
from checker.grading.records import standings
from checker.grading.rulebook import SEE, Decision
from checker.grading.standing import NOTHING_LEFT, Deadline
from checker.grading.tables import (
    ChangeRow,
    CreditRow,
    DeadlineRow,
    OverrideRow,
    PolicyRow,
    RemovalRow,
)

Decided = DeadlineRow | RemovalRow | OverrideRow | PolicyRow | CreditRow


def signed(reason: str, author: str) -> dict[str, str]:
    """Why and by whom, as every decision has it.

    Raises:
        UsageError: one of them is blank.
    """
    given = {"reason": reason.strip(), "author": author.strip()}
    for name, text in given.items():
        if not text:
            raise UsageError(f"The {name} is blank.", f'Say it with --{name} "…"; it is kept.')
    return given


def override(
    session: Session, learner: str, lesson: str, points: float | None, reason: str, author: str
) -> Decision:
    """Points by hand, or None to take them back."""
    if points is not None and rounded(points) != points:
        message = f"{points} has more than two decimals, and grades have two."
        raise UsageError(message, f"Give {rounded(points):g}.")
    before = ledger.rulebook(session)
    held = (row for row in before.by_hand if (row.learner, row.lesson) == (learner, lesson))
    replaced = next(held, None)
    if replaced is None and points is None:
        raise UsageError(f"{learner} has no points by hand for that lesson.", SEE)
    row = OverrideRow(at=datetime.now(UTC), learner=learner, lesson=lesson, points=points,
                      **signed(reason, author))  # fmt: skip
    changes = decide(session, row, "override removed" if points is None else "override", learner)
    about = replaced if points is None and replaced else row
    return Decision(about, replaced, before, ledger.rulebook(session), changes)


def deadline(session: Session, wanted: Deadline, reason: str, author: str) -> Decision:
    """When something is due; where it does not say what late work costs, as it was before."""
    before = ledger.rulebook(session)
    per_day = wanted.per_day
    if per_day is None:
        held = before.costing(wanted.learner, wanted.lesson)
        unsaid = None if wanted.learner else NOTHING_LEFT
        per_day = held.per_day if held else unsaid
    row = DeadlineRow(at=datetime.now(UTC), learner=wanted.learner, lesson=wanted.lesson,
                      due=wanted.when, per_day=per_day, **signed(reason, author))  # fmt: skip
    why = f"{'extension' if wanted.learner else 'deadline'} {clock(wanted.when)}"
    changes = decide(session, row, why, wanted.learner)
    return Decision(row, before.at(wanted.scope), before, ledger.rulebook(session), changes)


def remove(session: Session, name: str, reason: str, author: str) -> Decision:
    """Let what has this name in the rulebook hold no longer."""
    before = ledger.rulebook(session)
    row = before.find(name)
    if isinstance(row, OverrideRow):
        return override(session, row.learner, row.lesson, None, reason, author)
    removal = RemovalRow(at=datetime.now(UTC), deadline_id=row.id, **signed(reason, author))
    why = f"{'extension' if row.learner else 'deadline'} removed"
    changes = decide(session, removal, why, row.learner)
    return Decision(row, row, before, ledger.rulebook(session), changes)


def decide(
    session: Session, row: Decided, why: str, learner: str | None = None
) -> tuple[ChangeRow, ...]:
    """Write a decision down, and the grades that it makes others: of one learner, or of all."""
    session.add(row)
    session.flush()
    return settle(session, f"{why}: {row.reason}", row.author, learner)


def settle(
    session: Session, why: str, author: str, learner: str | None = None
) -> tuple[ChangeRow, ...]:
    """Write down every grade that is another now: of one learner, or of all."""
    rules = ledger.rules(session)
    judged = ledger.judged(session, learner, whole=rules.by_checks)
    grades = ledger.grades(session, learner)
    overrides = ledger.overrides(session, learner)
    now = datetime.now(UTC)
    changes = [
        ChangeRow(at=now, learner=name, lesson=lesson, old=grades[name].get(lesson),
                  new=standing.points, why=why, author=author)
        for name in sorted(judged)  # taken out, so that no class is unpacked in memory at once
        for lesson, standing in standings(name, judged.pop(name), rules, overrides[name]).items()
        if grades[name].get(lesson) != standing.points
    ]  # fmt: skip
    session.add_all(changes)
    return tuple(changes)
