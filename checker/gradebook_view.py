"""What ``course gradebook`` shows: standings, the story of one learner, rules and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from checker.console import Look
from checker.curriculum import Lesson
from checker.grading import rulebook
from checker.grading.grade import Grade
from checker.grading.phrases import amount, clock, count, late, lesson, percent, whom
from checker.grading.records import Attempt, Record
from checker.grading.rulebook import IN_FORCE, REMOVED, Decision, Rulebook, Ruling
from checker.grading.standing import Standing
from checker.grading.tables import ChangeRow, CreditRow, DeadlineRow, OverrideRow, PolicyRow
from checker.grading.troubles import reason

Lessons = Sequence[Lesson]
UNSAID = "Late work gets no points, as --late was not given. To take off less, add: --late 10"
NOTHING_DUE = "nothing is due for everybody, so nothing is late"

# -- grades --------------------------------------------------------------------------------


def show_counted(look: Look, grades: Sequence[Grade], place: str) -> None:
    """That a list of verdicts is not the grades, where it is not."""
    other = [one for one in grades if one.counted is not None and one.counted != one.points]
    if other:
        have = "has" if len(other) == 1 else "have"
        look.line(
            f"{count(len(other), 'learner')} {have} other points than these in the gradebook: by "
            "a deadline, the policy, the credit for checks, or by hand. "
            f"See them with: course gradebook show {place}"
        )


def show_story(
    look: Look,
    record: Record,
    changes: Sequence[ChangeRow],
    book: Rulebook,
    lessons: Lessons,
    judged: Lessons | None = None,
) -> None:
    """One learner: where each grade is from, what was handed in, and what changed it.

    Args:
        lessons: those that have names.
        judged: those that the total is of; by default, the same.
    """
    counted = lessons if judged is None else judged
    most = sum(lesson.max_points for lesson in counted)
    stands = f"{record.total(counted):g} of {most} points"
    unread = f"could not be read: {record.unread}"
    look.line(f"{record.learner}: {unread if record.unread else stands}", "bold")
    for one in lessons:
        standing = record.standings.get(one.id)
        if standing:
            look.line()
            _show_lesson(look, record, one, standing)
    _show_dues(look, record, counted, book)
    look.line()
    look.line("Handed in, the oldest first", "bold")
    for attempt in record.attempts:
        look.line(f"{clock(attempt.submitted)}  {_attempt(attempt, lessons)}", indent=2)
    if changes:
        look.line()
        look.line("How the grades came to be, the oldest first", "bold")
    for change in changes:
        look.line(_change(change, book, lessons), indent=2)


def show_newcomer(look: Look, learner: str, book: Rulebook, lessons: Lessons) -> None:
    """One who has handed in nothing, and only has a deadline."""
    look.line(f"{learner} has handed in nothing yet.")
    for row in book.of(learner):
        _show_ruling(look, row, book, lessons)


def _show_lesson(look: Look, record: Record, one: Lesson, standing: Standing) -> None:
    points = record.points.get(one.id, 0.0)
    look.line(f"Lesson {one.number} ({one.title}): {points:g} of {one.max_points} points", "bold")
    given = [row for row in record.overrides if row.lesson == one.id]
    if standing.by_hand:
        look.pair("By hand", _signed(given[-1]))
        more = ", more than by hand" if standing.hides_better else ""
        look.pair("Otherwise", f"{amount(standing.judged)}{more}")
    if standing.of:
        one_try = standing.of
        days = f", {count(standing.days, 'day')} late" if standing.late else ""
        later = one_try.came < one_try.submitted
        again = f"; unchanged again, {clock(one_try.submitted)}" if later else ""
        look.pair("Handed in", f"{clock(one_try.came)}{days}{again}")
    if standing.of and standing.late:
        look.pair("Left", f"{percent(standing.kept)} of {amount(standing.of.points)}")


def _show_dues(look: Look, record: Record, lessons: Lessons, book: Rulebook) -> None:
    """Each deadline once, with its lessons; where there are two, which of them holds."""
    about: dict[int, list[str]] = defaultdict(list)
    holds: dict[int, list[str]] = defaultdict(list)
    rows: dict[int, DeadlineRow] = {}
    for one in lessons:
        found = list(_dues(record.learner, one, book))
        standing = record.standings.get(one.id)
        for row in found:
            rows[row.id] = row
            about[row.id].append(one.id)
            due = standing.due if standing and len(found) > 1 else None
            if due and (row.learner is not None) == due.own:
                holds[row.id].append(one.id)
    if rows:
        look.line()
        look.line("Due", "bold")
    for number, row in sorted(rows.items(), key=lambda item: item[1].learner or ""):
        held = f"; holds for {_numbers(holds[number], lessons)}" if holds[number] else ""
        text = f"{_numbers(about[number], lessons)}, {_due(row, book)}{held}"
        look.pair("Extension" if row.learner else "Everybody", text)


def _dues(learner: str, one: Lesson, book: Rulebook) -> Iterator[DeadlineRow]:
    """For everybody, then for the learner."""
    for name in (None, learner):
        row = book.fitting(name, one.id)
        if row:
            yield row


def _attempt(attempt: Attempt, lessons: Lessons) -> str:
    if attempt.verdict.report is None:
        return f"could not be read: {reason(attempt.verdict.problem)}"
    points = amount(round(sum(attempt.scores.values()), 2))
    told = (("late for", attempt.late), ("counts for", attempt.counts))
    marks = [f"{words} {_numbers(ids, lessons)}" for words, ids in told if ids]
    handed_in = _numbers(tuple(attempt.scores), lessons)
    return "; ".join([f"{handed_in or 'no lesson'}: {points} as judged", *marks])


def _numbers(ids: Sequence[str], lessons: Lessons) -> str:
    """``lesson 2``, ``lessons 1, 2``."""
    found = [str(one.number) for one in lessons if one.id in ids]
    return f"lesson{'s' * (len(found) != 1)} {', '.join(found)}" if found else ""


def _change(change: ChangeRow, book: Rulebook, lessons: Lessons) -> str:
    old = "nothing" if change.old is None else f"{change.old:g}"
    why = f"{change.why[:1].upper()}{change.why[1:]}"
    state = _outlived(change, book)
    name = lesson(lessons, change.lesson)
    return (
        f"{clock(change.at)}  {name}: {old} to {amount(change.new)}. {why} ({change.author})"
        f"{f'; {state} since' if state else ''}"
    )


def _outlived(change: ChangeRow, book: Rulebook) -> str:
    """Of points by hand that hold no longer, what became of them; else ""."""
    if not change.why.startswith("override: "):
        return ""
    mine = (change.learner, change.lesson)
    rows = [row for row in book.overrides if (row.learner, row.lesson) == mine]
    made = [row for row in rows if row.at <= change.at]
    state = book.state(made[-1]) if made else IN_FORCE
    return "" if state == IN_FORCE else state


# -- decisions -----------------------------------------------------------------------------


def show_deadline(look: Look, decision: Decision, lessons: Lessons, said: bool) -> None:
    """A deadline that was set. ``said``: with what late work costs."""
    row, now = decision.row, decision.now
    assert isinstance(row, DeadlineRow)
    look.line(_headline(row, lessons), "bold")
    look.pair("Due", clock(row.due))
    kept = "" if said or row.per_day is None or _is_first(decision) else ", as before"
    look.pair("Late", f"{_cost(row, now)}{kept}")
    look.pair("Replaces", _before(decision, lessons))
    for name, text in _beside(decision, lessons):
        look.pair(name, text)
    look.pair("Reason", f"{row.reason} ({row.author})")
    if not said and not row.learner and _is_first(decision):
        look.line(UNSAID, "yellow")
    _show_changed(look, decision.changes)


def show_removal(look: Look, decision: Decision, lessons: Lessons, reason: str) -> None:
    """What was removed, and what holds now."""
    row = decision.row
    look.line(f"Removed: {_headline(row, lessons)}", "bold")
    look.pair("It was", _what(row, decision.before))
    if isinstance(row, DeadlineRow):
        now = decision.now
        held = now.fitting(row.learner, row.lesson) or now.fitting(None, row.lesson)
        text = f"{_headline(held, lessons)}: {_what(held, decision.now)}" if held else "no deadline"
    else:
        new = [change.new for change in decision.changes]
        text = f"as judged{f': {amount(new[-1])}' if new else ''}"
    look.pair("Now", text)
    look.pair("Reason", reason)
    _show_changed(look, decision.changes)


def show_override(look: Look, decision: Decision, record: Record, lessons: Lessons) -> None:
    """Points that were given by hand."""
    row = decision.row
    assert isinstance(row, OverrideRow)
    look.line(_headline(row, lessons), "bold")
    look.pair("Points", f"{amount(row.points)} by hand")
    standing = record.standings[row.lesson]
    more = ", more than by hand" if standing.hides_better else ""
    look.pair("Otherwise", f"{amount(standing.judged)}{more}")
    replaced = decision.replaced
    if replaced:
        look.pair("Replaces", f"{_what(replaced, decision.before)} ({rulebook.name(replaced)})")
    look.pair("Reason", f"{row.reason} ({row.author})")
    _show_changed(look, decision.changes)


def show_changed(look: Look, words: str, changes: Sequence[ChangeRow]) -> None:
    """Any other decision in words."""
    look.line(words)
    _show_changed(look, changes)


def _show_changed(look: Look, changes: Sequence[ChangeRow]) -> None:
    many = len({change.learner for change in changes})
    of = f", of {count(many, 'learner')}" if many else ""
    look.line(f"{count(len(changes), 'grade')} changed{of}.")


def _headline(row: Ruling, lessons: Lessons) -> str:
    """``deadline-1, all lessons, for everybody``."""
    return f"{rulebook.name(row)}, {lesson(lessons, row.lesson)}, for {whom(row.learner)}"


def _what(row: Ruling, book: Rulebook) -> str:
    if isinstance(row, OverrideRow):
        return "as judged" if row.points is None else f"{amount(row.points)} by hand"
    return f"{clock(row.due)}; late: {_cost(row, book)}"


def _due(row: DeadlineRow, book: Rulebook) -> str:
    return f"{_what(row, book)} ({rulebook.name(row)})"


def _cost(row: DeadlineRow, book: Rulebook) -> str:
    """What late work costs; of an extension in force, with what that is for everybody."""
    if not row.learner or book.state(row) != IN_FORCE:
        return late(row.per_day)
    common = {late(one.per_day) for one in _common(row, book)}
    if not common:
        return f"{late(row.per_day)}; {NOTHING_DUE}"
    if row.per_day is None:
        return f"as for everybody: {common.pop()}" if len(common) == 1 else "as for everybody"
    return f"{late(row.per_day)}, never more than for everybody"


def _common(row: DeadlineRow, book: Rulebook) -> list[DeadlineRow]:
    """For everybody, and about what an extension is about."""
    if row.lesson is None:
        return [one for one in book.due if one.learner is None]
    found = book.fitting(None, row.lesson)
    return [found] if found else []


def _is_first(decision: Decision) -> bool:
    """Whether there was nothing before that says what late work costs."""
    row = decision.row
    return decision.before.costing(row.learner, row.lesson) is None


def _before(decision: Decision, lessons: Lessons) -> str:
    row, before = decision.row, decision.before
    if isinstance(decision.replaced, DeadlineRow):
        return _due(decision.replaced, before)
    wider = before.at((row.learner, None))
    if wider:
        return f"for this lesson, {_headline(wider, lessons)}: {_what(wider, before)}"
    return "nothing"


def _beside(decision: Decision, lessons: Lessons) -> Iterator[tuple[str, str]]:
    """What else counts for the same people and lessons."""
    row, now = decision.row, decision.now
    assert isinstance(row, DeadlineRow)
    names = [rulebook.name(one) for one in now.beside(row)]
    if names:
        shown = f"{', '.join(names[:10])}{' …' * (len(names) > 10)}"
        yield "Stays", f"{shown} in force, and {'counts' if len(names) == 1 else 'count'} first"
    if not row.learner:
        return
    for one in _common(row, now):
        more = "; that is later, and what gives more counts" if one.due > row.due else ""
        name = lesson(lessons, one.lesson)
        yield "Everybody", f"{name}, {clock(one.due)}; late: {late(one.per_day)}{more}"


# -- rules ---------------------------------------------------------------------------------


def show_rules(
    look: Look,
    book: Rulebook,
    lessons: Lessons,
    all: bool = False,
    place: str = "SUBMISSIONS",
) -> None:
    """What is in force; with ``all``, also what was replaced or removed.

    Args:
        place: what a command that removes one is given, quoted for a shell.
    """
    counts = f"the {book.rules.counts} attempt, lesson by lesson"
    share = "a share of" if book.rules.by_checks else "none of"
    look.pair("Counts", counts + _by(book.policies))
    look.pair("Credit", f"a step that does not pass gives {share} its points" + _by(book.credits))
    deadlines: Sequence[Ruling] = book.deadlines if all else book.due
    overrides: Sequence[Ruling] = book.given if all else book.by_hand
    rows = sorted([*deadlines, *overrides], key=lambda row: (_kind(row), *_order(row)))
    for kind, some in groupby(rows, _kind):
        look.line()
        look.line(_KINDS[kind], "bold")
        for row in some:
            _show_ruling(look, row, book, lessons)
    if not rows:
        look.line()
        look.line("No deadlines, no extensions, no points by hand.")
    elif any(book.state(row) == IN_FORCE for row in rows):
        look.line()
        look.line(f'Remove one with: course gradebook remove {place} NAME --reason "…"')


_KINDS = ("Deadlines, for everybody", "Extensions", "Points by hand")


def _kind(row: Ruling) -> int:
    return 2 if isinstance(row, OverrideRow) else 1 if row.learner else 0


def _order(row: Ruling) -> tuple[str, str, int]:
    return row.learner or "", row.lesson or "", row.id


def _by(rows: Sequence[PolicyRow | CreditRow]) -> str:
    return f": {_signed(rows[-1])}" if rows else ", by default"


def _signed(row: PolicyRow | CreditRow | Ruling) -> str:
    return f"{row.reason} ({row.author}, {clock(row.at)})"


def _show_ruling(look: Look, row: Ruling, book: Rulebook, lessons: Lessons) -> None:
    state = book.state(row)
    ended = "" if state == IN_FORCE else f" ({state})"
    look.line(f"{_headline(row, lessons)}: {_what(row, book)}{ended}", indent=2)
    look.line(_signed(row), "dim", 4)
    removal = book.removal(row)
    if removal and state == REMOVED:
        look.line(f"Removed: {removal.reason} ({removal.author}, {clock(removal.at)})", "dim", 4)
