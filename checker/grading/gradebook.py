"""Every attempt, every verdict, and how each grade came to be: one SQLite file.

A grade is the newest row of its changes, so none can change without a row that says why.
What was judged once is known again by its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from typing import Self

from sqlalchemy import Connection, create_engine, event, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from checker import __version__
from checker.curriculum import Lesson
from checker.errors import UsageError
from checker.grading import decisions, ledger, tasks
from checker.grading.brief import brief
from checker.grading.grade import Grade
from checker.grading.grader import Judged
from checker.grading.judging import opened, packed
from checker.grading.packing import Package
from checker.grading.records import Record, record
from checker.grading.rulebook import Decision, Rulebook
from checker.grading.standing import Deadline
from checker.grading.submissions import suggestion
from checker.grading.tables import (
    AttemptRow,
    Base,
    BriefRow,
    ChangeRow,
    ContentRow,
    CreditRow,
    DeadlineRow,
    JudgingRow,
    PolicyRow,
    VerdictRow,
)
from checker.grading.worker import Verdict

NAME = "gradebook.sqlite"
_SQLITE = b"SQLite format 3\0"
_PLACE = "Give the folder or the list that was graded, or its gradebook, a file of SQLite."
BUSY = 10
"""Seconds to wait for another program that holds the file, once; as long as it is held on
after that, nobody waits for it again."""
SLOW = 1.5
"""Seconds of one use of the file after which it is said that it takes long."""
_READONLY = "attempt to write a readonly database"
"""How SQLite says so."""
VERDICT = "SELECT body FROM verdict WHERE id = ?"
BRIEF = "SELECT body FROM brief WHERE id = ?"


def beside(submissions: Path) -> Path:
    """Where the gradebook of a folder, or of a list, lies when nobody says; of itself, there.

    Raises:
        UsageError: there is no such folder or list: nobody guesses which class was meant.
    """
    if submissions.is_dir():
        return submissions / NAME
    if submissions.suffix == Path(NAME).suffix or _is_database(submissions):
        return submissions
    if not submissions.exists():
        raise UsageError(f"There is no folder {submissions}.", _PLACE)
    if submissions.suffix.lower() != ".csv":
        raise UsageError(f"{submissions} is neither a folder nor a CSV file.", _PLACE)
    return submissions.parent / NAME


def _is_database(path: Path) -> bool:
    """Whether it is a file of SQLite, whatever its name."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


class Gradebook:
    """A gradebook on disk; made when it is not there. A context manager.

    Args:
        lessons: what is judged, for which a known verdict must hold.
        anew: no verdict from before this moment is known.
        whole: known verdicts are given with their whole reports; otherwise in brief.
        patience: seconds to wait for another program that holds the file.
        slow: told, once, when one use of the file takes long, which it does while another has it.
        writes: verdicts will be kept in it, so one that is only to be read is refused at once.

    Raises:
        UsageError: it cannot be opened; on entering, and wherever it is written to.
    """

    def __init__(
        self,
        path: Path,
        lessons: Sequence[Lesson],
        sandboxed: bool = True,
        anew: datetime | None = None,
        whole: bool = True,
        patience: float = BUSY,
        writes: bool = False,
        slow: Callable[[], object] | None = None,
    ) -> None:
        self.path = path
        self._ids = tuple(lesson.id for lesson in lessons)
        self._sandboxed = sandboxed
        self._anew = anew
        self._whole = whole
        self._patience = patience
        self._writes = writes
        self._slow = slow
        self._engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": patience})
        event.listen(self._engine, "checkout", self._wait)
        self._newest: dict[str, tuple[str, frozenset[int]]] = {}
        self._found: dict[str, int] = {}
        self._held = False
        self._verdicts: dict[str, int] = {}

    def __enter__(self) -> Self:
        try:
            self._open()
        except UsageError:
            self._engine.dispose()
            raise
        return self

    def _open(self) -> None:
        with self._session() as session:
            Base.metadata.create_all(session.connection())
        if self._writes:
            self._require_writable()
        with self._session() as session:
            self._newest = {
                learner: (judged[-1].attempt.fingerprint, judged[-1].held(_course(), self._within))
                for learner, judged in ledger.judged(session, whole=False, contents=False).items()
            }
            rows = select(VerdictRow.key, VerdictRow.id).order_by(VerdictRow.id)
            if self._anew is not None:
                rows = rows.where(VerdictRow.judged_at >= self._anew)
            self._verdicts = {row.key: row.id for row in session.execute(rows)}

    def _require_writable(self) -> None:
        """Refuse a file that is only to be read; a lock or a full disk may be gone soon."""
        try:
            with self._reading() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # that alone succeeds, only to read
                connection.exec_driver_sql("CREATE TABLE probe (id INTEGER)")
                connection.rollback()
        except UsageError as error:
            if _READONLY in error.message:
                raise

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """One transaction: all of it is kept, or nothing."""
        with (
            self._told(),
            Session(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong with the file, in one sentence."""
        timer = Timer(SLOW, self._say) if self._slow else None
        if timer:
            timer.daemon = True
            timer.start()
        try:
            yield
        except DatabaseError as error:
            self._held = "locked" in str(error.orig)
            raise UsageError(
                f"The gradebook {self.path} cannot be used: {error.orig}.",
                "Nothing was changed. See that the file and its folder can be written to and have "
                f"room, and that no other program holds the file{self._elsewhere}.",
            ) from None
        finally:
            if timer:
                timer.cancel()
        self._held = False

    def _say(self) -> None:
        """That it takes long, once."""
        slow, self._slow = self._slow, None
        if slow:
            slow()

    @property
    def _elsewhere(self) -> str:
        """The way out that the command has which judges, and no other."""
        return "; or name another one with --gradebook" if self._writes else ""

    @property
    def sandbox(self) -> str:
        """What the newest verdict's code ran in: ``bubblewrap`` or ``none``."""
        with self._session() as session:
            newest = select(VerdictRow.sandbox).order_by(VerdictRow.id.desc()).limit(1)
            return session.scalars(newest).first() or "none"

    @property
    def _within(self) -> str:
        return "bubblewrap" if self._sandboxed else "none"

    def _wait(self, connection: DBAPIConnection, *_: object) -> None:
        """How long this use of the file waits for others: no use waits a second time."""
        seconds = 0.0 if self._held else self._patience
        connection.cursor().execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")

    # -- what a grader asks of it ----------------------------------------------------------

    def verdict(self, package: Package) -> Verdict | None:
        """What is known of such content, judged by this course, within these limits."""
        key = self._key(package)
        if key not in self._verdicts:
            return None
        number = self._verdicts[key]
        self._found[package.fingerprint] = number
        try:
            with self._reading() as connection:
                return opened(self._body(connection, number))
        except UsageError:  # held by another program: judge it anew, and say so when keeping it
            return None

    def _body(self, connection: Connection, number: int) -> bytes:
        """A verdict's body, in brief if that is enough and there is one."""
        tables = (VERDICT,) if self._whole else (BRIEF, VERDICT)
        found = (connection.exec_driver_sql(words, (number,)).scalar() for words in tables)
        return bytes(next(body for body in found if body is not None))

    def keep(self, judged: Judged) -> str:
        """Keep a verdict that holds; what kept it from being kept, or ""."""
        if judged.package is None or not judged.verdict.final:
            return ""
        try:
            self._keep(judged, judged.package)
        except UsageError as error:
            return error.message
        return ""

    def _keep(self, judged: Judged, package: Package) -> None:
        learner = judged.submission.learner
        fingerprint, held = self._newest.get(learner, ("", frozenset[int]()))
        same = fingerprint == package.fingerprint
        if not same:
            held = frozenset()
        if not judged.fresh and self._found.get(package.fingerprint) in held:
            return
        with self._session() as session:
            # Two with the same content may have been judged side by side: the first one holds.
            anew = self._anew is not None and judged.fresh
            row = None if anew else self._known(session, self._key(package))
            if row is None:
                row = self._verdict_row(package, judged.verdict)
                session.add(row)
                session.flush()
                session.add(BriefRow(id=row.id, body=packed(brief(judged.verdict))))
            if row.id in held:
                return
            attempt = self._attempt(session, judged, package)
            if not same and _has(session, attempt, row.id):
                return
            session.add(JudgingRow(attempt_id=attempt, verdict_id=row.id, at=_now()))
            _know(session, attempt, judged.verdict.contents)
            session.flush()
            decisions.settle(session, "judged anew" if same else "handed in", "course", learner)
        self._newest[learner] = package.fingerprint, held | {row.id}
        if self._anew is None:
            self._verdicts[row.key] = row.id

    def _verdict_row(self, package: Package, verdict: Verdict) -> VerdictRow:
        lessons = verdict.report.lessons if verdict.report else ()
        handed_in = [one for one in lessons if not one.missing]
        return VerdictRow(
            key=self._key(package),
            judged_at=_now(),
            course=_course(),
            sandbox=self._within,
            scores={lesson.id: float(lesson.points) for lesson in handed_in},
            body=packed(verdict),
        )

    def _attempt(self, session: Session, judged: Judged, package: Package) -> int:
        """The id of the learner's newest attempt, or of a new one if the content is another.

        One that is there beside the newest, a folder beside an archive, is known again by
        when it was handed in.
        """
        learner = judged.submission.learner
        newest = session.scalars(
            select(AttemptRow).where(AttemptRow.learner == learner).order_by(AttemptRow.id.desc())
        ).first()
        if newest is not None and newest.fingerprint == package.fingerprint:
            return newest.id
        submitted = judged.submission.submitted or package.modified
        same = select(AttemptRow.id).where(
            AttemptRow.learner == learner,
            AttemptRow.fingerprint == package.fingerprint,
            AttemptRow.submitted == submitted,
        )
        beside = session.scalars(same.limit(1)).first()
        if beside is not None:
            return beside
        attempt = AttemptRow(
            learner=learner,
            fingerprint=package.fingerprint,
            submitted=submitted,
            seen=_now(),
            path=str(judged.submission.path).encode("utf-8", "replace").decode(),
        )
        session.add(attempt)
        session.flush()
        return attempt.id

    def _key(self, package: Package) -> str:
        parts = (package.fingerprint, tasks.digest(), *self._ids, str(self._sandboxed))
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()

    def _known(self, session: Session, key: str) -> VerdictRow | None:
        found = select(VerdictRow).where(VerdictRow.key == key).order_by(VerdictRow.id.desc())
        if self._anew is not None:
            found = found.where(VerdictRow.judged_at >= self._anew)
        return session.scalars(found.limit(1)).first()

    # -- what an instructor asks of it -----------------------------------------------------

    def override(
        self, learner: str, lesson: str, points: float | None, reason: str, author: str
    ) -> Decision:
        """Give points for a lesson by hand, or take that back with None.

        Raises:
            UsageError: there is no such learner, nothing to take back, no reason or no author.
        """
        with self._session() as session:
            self._require(learner, self._newest)
            return decisions.override(session, learner, lesson, points, reason, author)

    def deadline(
        self,
        due: datetime,
        per_day: float | None,
        reason: str,
        author: str,
        lesson: str | None = None,
        learner: str | None = None,
        ahead: bool = False,
    ) -> Decision:
        """Set when something is due, for everybody or for one learner.

        Args:
            per_day: the share that each day begun takes off; None: as it was for that, and
                for one learner as for everybody.
            ahead: the learner need not have handed in anything yet.

        Raises:
            UsageError: there is no such learner, no reason or no author.
        """
        with self._session() as session:
            if learner is not None and not ahead:
                remedy = "If they have not handed in anything yet, say so with --ahead."
                self._require(learner, self._named(session), remedy)
            wanted = Deadline(learner, lesson, due, per_day)
            return decisions.deadline(session, wanted, reason, author)

    def remove(self, name: str, reason: str, author: str) -> Decision:
        """Let a deadline, an extension or points by hand hold no longer.

        Args:
            name: as :func:`checker.grading.rulebook.name` has it.

        Raises:
            UsageError: nothing in force has that name; there is no reason or no author.
        """
        with self._session() as session:
            return decisions.remove(session, name, reason, author)

    def policy(self, counts: str, reason: str, author: str) -> tuple[ChangeRow, ...]:
        """Set which attempt counts, ``best`` or ``latest``; the grades that became others."""
        row = PolicyRow(at=_now(), counts=counts, **decisions.signed(reason, author))
        with self._session() as session:
            return decisions.decide(session, row, f"{counts} counts")

    def credit(self, by_checks: bool, reason: str, author: str) -> tuple[ChangeRow, ...]:
        """Set whether a step that does not pass gives a share of its points, by its checks.

        The grades that became others are given.
        """
        kind = "checks" if by_checks else "steps"
        row = CreditRow(at=_now(), credit=kind, **decisions.signed(reason, author))
        with self._session() as session:
            return decisions.decide(session, row, f"{kind} give points")

    def _named(self, session: Session) -> set[str]:
        """Who has handed in, or has a deadline of their own."""
        own = select(DeadlineRow.learner).where(DeadlineRow.learner.is_not(None))
        return {*self._newest, *filter(None, session.scalars(own))}

    def _require(self, learner: str, known: Collection[str], remedy: str = "") -> None:
        if learner not in known:
            message = f"The gradebook has no learner {learner!r}."
            raise UsageError(message, f"{suggestion(learner, known)} {remedy}".rstrip())

    def changes(self, learner: str | None = None) -> list[ChangeRow]:
        """How grades came to be, the oldest change first.

        Raises:
            UsageError: there is no such learner.
        """
        with self._session() as session:
            found = select(ChangeRow).order_by(ChangeRow.id)
            if learner is not None:
                self._require(learner, self._named(session))
                found = found.where(ChangeRow.learner == learner)
            return list(session.scalars(found))

    def about(self, lessons: Sequence[Lesson]) -> list[Lesson]:
        """Those in which anybody has a grade: what totals are of. All, where nobody has one."""
        with self._session() as session:
            graded = set(session.scalars(select(ChangeRow.lesson).distinct()))
        return [lesson for lesson in lessons if lesson.id in graded] or list(lessons)

    def rulebook(self) -> Rulebook:
        """Every rule that was ever set."""
        with self._session() as session:
            return ledger.rulebook(session)

    def points(self) -> dict[str, dict[str, float]]:
        """The grades that are written down, by learner and lesson."""
        with self._session() as session:
            return ledger.grades(session)

    def counted(self, grades: Sequence[Grade]) -> list[Grade]:
        """The same with the points that count, where they can be read."""
        try:
            points = self.points()
        except UsageError:  # said already, when the verdicts were to be kept
            return list(grades)
        sums = {name: sum(found.get(i, 0.0) for i in self._ids) for name, found in points.items()}
        return [replace(one, counted=sums.get(one.learner)) for one in grades]

    def newest(self) -> list[AttemptRow]:
        """What each learner handed in last, in the order of their names; nothing is unpacked."""
        with self._session() as session:
            judged = ledger.judged(session, whole=False, contents=False)
        return [judged[name][-1].attempt for name in sorted(judged)]

    def records(self, learner: str | None = None) -> list[Record]:
        """Every learner who has handed in, in the order of their names, or only this one."""
        with self._session() as session:
            rules = ledger.rules(session)
            judged = ledger.judged(session, learner)
            points = ledger.grades(session, learner)
            overrides = ledger.overrides(session, learner)
        return [
            record(name, judged[name], rules, points[name], overrides[name])
            for name in sorted(judged)
        ]


def _has(session: Session, attempt: int, verdict: int) -> bool:
    """Whether a verdict on an attempt is written down."""
    found = select(JudgingRow.id).where(
        JudgingRow.attempt_id == attempt, JudgingRow.verdict_id == verdict
    )
    return session.scalar(found.limit(1)) is not None


def _know(session: Session, attempt: int, contents: Mapping[str, str]) -> None:
    """Keep what the lessons of an attempt are known again by, once."""
    known = select(ContentRow.id).where(ContentRow.attempt_id == attempt).limit(1)
    if session.scalar(known) is None:
        session.add_all(
            ContentRow(attempt_id=attempt, lesson=lesson, digest=digest)
            for lesson, digest in contents.items()
        )


def _course() -> str:
    """The course that judges, as a verdict names it: its version, and all that it depends on."""
    return f"{__version__}+{tasks.digest()}"


def _now() -> datetime:
    return datetime.now(UTC)
