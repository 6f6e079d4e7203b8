"""Every rule that was ever set, and what became of each: in force, replaced or removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.errors import UsageError
from checker.grading.standing import Deadline, Rules, Scope
from checker.grading.submissions import suggestion
from checker.grading.tables import (
    ChangeRow,
    CreditRow,
    DeadlineRow,
    OverrideRow,
    PolicyRow,
    RemovalRow,
)

Ruling = DeadlineRow | OverrideRow
IN_FORCE, REPLACED, REMOVED = "in force", "replaced", "removed"


def name(row: Ruling) -> str:
    """What a command calls it: ``deadline-1``, ``extension-2``, ``override-3``."""
    if isinstance(row, OverrideRow):
        return f"override-{row.id}"
    return f"extension-{row.id}" if row.learner else f"deadline-{row.id}"


@dataclass(frozen=True)
class Rulebook:
    """Rows are the oldest first; the newest of ``policies`` and ``credits`` holds."""

    deadlines: Sequence[DeadlineRow] = ()
    removals: Sequence[RemovalRow] = ()
    overrides: Sequence[OverrideRow] = ()
    policies: Sequence[PolicyRow] = ()
    credits: Sequence[CreditRow] = ()

    @cached_property
    def rules(self) -> Rules:
        """What grades are made by."""
        found = (Deadline(row.learner, row.lesson, row.due, row.per_day) for row in self.due)
        return Rules(
            {one.scope: one for one in found},
            self.policies[-1].counts if self.policies else "best",
            bool(self.credits) and self.credits[-1].credit == "checks",
        )

    @cached_property
    def due(self) -> tuple[DeadlineRow, ...]:
        """Deadlines and extensions in force: the newest of its scope, unless it was removed.

        What it replaced does not come back with its removal.
        """
        return tuple(self._at.values())

    @cached_property
    def by_hand(self) -> tuple[OverrideRow, ...]:
        """Points by hand that are in force."""
        newest = {(row.learner, row.lesson): row for row in self.overrides}
        return tuple(row for row in newest.values() if row.points is not None)

    @cached_property
    def given(self) -> tuple[OverrideRow, ...]:
        """Points by hand that ever were."""
        return tuple(row for row in self.overrides if row.points is not None)

    def at(self, scope: Scope) -> DeadlineRow | None:
        """The deadline in force for exactly that."""
        return self._at.get(scope)

    def fitting(self, learner: str | None, lesson: str | None) -> DeadlineRow | None:
        """One about this lesson before one about all; of the learner alone, or of everybody."""
        return self.at((learner, lesson)) or self.at((learner, None))

    def costing(self, learner: str | None, lesson: str | None) -> DeadlineRow | None:
        """What a new deadline takes its cost from, if nobody says: that in force for the same.

        For everybody, where nothing is in force, the last that was, removed or not.
        """
        held = self.fitting(learner, lesson)
        if held is not None or learner is not None:
            return held
        ever = [row for row in self.deadlines if row.learner is None]
        same = [row for row in ever if row.lesson in {lesson, None}]
        return next(reversed(same or ever), None)

    def beside(self, row: DeadlineRow) -> tuple[DeadlineRow, ...]:
        """Those in force that come before this one, for some lessons or some learners."""
        return tuple(one for one in self.due if one.id != row.id and _narrower(one, row))

    def of(self, learner: str) -> tuple[DeadlineRow, ...]:
        """The extensions of a learner that are in force."""
        return tuple(row for row in self.due if row.learner == learner)

    def find(self, wanted: str) -> Ruling:
        """The deadline, extension or points by hand of that name.

        Raises:
            UsageError: none in force has it.
        """
        in_force: list[Ruling] = [*self.due, *self.by_hand]
        held = {name(row): row for row in in_force}
        if wanted in held:
            return held[wanted]
        ever: list[Ruling] = [*self.deadlines, *self.overrides]
        every = {name(row): row for row in ever}
        if wanted in every:
            state = self.state(every[wanted])
            raise UsageError(f"{wanted} is not in force: it was {state}.", SEE)
        remedy = f"{suggestion(wanted, held)} {SEE}" if held else SEE
        raise UsageError(f"There is no rule {wanted!r} in force.", remedy)

    def state(self, row: Ruling) -> str:
        """One of :data:`IN_FORCE`, :data:`REPLACED`, :data:`REMOVED`."""
        if isinstance(row, OverrideRow):
            after = self.successor(row)
            if row.points is None or (after is not None and after.points is None):
                return REMOVED
            return REPLACED if after else IN_FORCE
        if row in self.due:
            return IN_FORCE
        return REMOVED if row.id in self._removed else REPLACED

    def successor(self, row: OverrideRow) -> OverrideRow | None:
        """What came after it for the same learner and lesson."""
        later = (one for one in self.overrides if one.id > row.id and _same(one, row))
        return next(later, None)

    def removal(self, row: Ruling) -> RemovalRow | OverrideRow | None:
        """Who removed it, when and why; None: nobody did."""
        if isinstance(row, OverrideRow):
            after = self.successor(row)
            return after if after and after.points is None else None
        return self._removed.get(row.id)

    @cached_property
    def _at(self) -> dict[Scope, DeadlineRow]:
        newest = {(row.learner, row.lesson): row for row in self.deadlines}
        return {scope: row for scope, row in newest.items() if row.id not in self._removed}

    @cached_property
    def _removed(self) -> dict[int, RemovalRow]:
        return {row.deadline_id: row for row in self.removals}


SEE = "See what is in force with: course gradebook rules SUBMISSIONS"


def _same(one: OverrideRow, other: OverrideRow) -> bool:
    return (one.learner, one.lesson) == (other.learner, other.lesson)


def _narrower(one: DeadlineRow, than: DeadlineRow) -> bool:
    """Whether it holds instead of the other, for some of whom or what the other is about."""
    if than.learner is None and one.learner is not None:
        return one.lesson is None or than.lesson in {None, one.lesson}
    return one.learner == than.learner and than.lesson is None and one.lesson is not None


@dataclass(frozen=True)
class Decision:
    """What a person has decided, and what that did.

    Args:
        row: the deadline or the points; of a removal, what was removed.
        replaced: what held before for exactly that.
        before: every rule before.
        now: every rule now.
        changes: the grades that became others.
    """

    row: Ruling
    replaced: Ruling | None
    before: Rulebook
    now: Rulebook
    changes: tuple[ChangeRow, ...]
