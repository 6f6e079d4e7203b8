"""The gradebook's tables. Rows are only ever added: the database refuses anything else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    LargeBinary,
    String,
    TypeDecorator,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A time with its zone; SQLite keeps none, so it is kept as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None


class Share(TypeDecorator[float]):
    """A share from 0 to 1, or None, which is kept as -1: older gradebooks take no NULL here."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float:
        return -1.0 if value is None else value

    def process_result_value(self, value: Any, dialect: Dialect) -> float | None:
        return None if value < 0 else float(value)


class Base(DeclarativeBase):
    type_annotation_map = {datetime: Moment}


class VerdictRow(Base):
    """What the checks said of some content. ``scores``: points by lesson, where handed in."""

    __tablename__ = "verdict"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    judged_at: Mapped[datetime]
    course: Mapped[str]
    sandbox: Mapped[str]
    scores: Mapped[dict[str, float]] = mapped_column(JSON)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class BriefRow(Base):
    """What a list of grades tells of the verdict with that id; it need not read all of it."""

    __tablename__ = "brief"
    id: Mapped[int] = mapped_column(ForeignKey("verdict.id"), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class AttemptRow(Base):
    """One time that a learner handed something in."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    learner: Mapped[str] = mapped_column(index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    submitted: Mapped[datetime]
    seen: Mapped[datetime]
    path: Mapped[str]


class JudgingRow(Base):
    """A verdict on an attempt; the newest one holds."""

    __tablename__ = "judging"
    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    at: Mapped[datetime]


class ContentRow(Base):
    """What a lesson of an attempt is known again by."""

    __tablename__ = "content"
    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    lesson: Mapped[str]
    digest: Mapped[str] = mapped_column(String(32))


class DeadlineRow(Base):
    """When a lesson is due; without a learner for all, without a lesson for all lessons.

    ``per_day`` is the share that each day begun after it takes off, from 0 to 1; None: as
    for everybody.
    """

    __tablename__ = "deadline"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    learner: Mapped[str | None]
    lesson: Mapped[str | None]
    due: Mapped[datetime]
    per_day: Mapped[float | None] = mapped_column(Share, nullable=False)
    reason: Mapped[str]
    author: Mapped[str]


class RemovalRow(Base):
    """A deadline that holds no longer, and no other of its scope that came before it."""

    __tablename__ = "removal"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"))
    reason: Mapped[str]
    author: Mapped[str]


class PolicyRow(Base):
    """Which attempt counts: ``best`` or ``latest``."""

    __tablename__ = "policy"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    counts: Mapped[str]
    reason: Mapped[str]
    author: Mapped[str]


class CreditRow(Base):
    """What a step that does not pass gives: ``steps`` nothing, ``checks`` a share by those."""

    __tablename__ = "credit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    credit: Mapped[str]
    reason: Mapped[str]
    author: Mapped[str]


class OverrideRow(Base):
    """Points that a person gave for a lesson; None takes that back."""

    __tablename__ = "override"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    learner: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str]
    points: Mapped[float | None]
    reason: Mapped[str]
    author: Mapped[str]


class ChangeRow(Base):
    """A grade that became another, and why. The newest row of a lesson is the grade."""

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    learner: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str]
    old: Mapped[float | None]
    new: Mapped[float]
    why: Mapped[str]
    author: Mapped[str]


for _table in Base.metadata.tables.values():
    for _verb in ("UPDATE", "DELETE"):
        event.listen(
            _table,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                f"CREATE TRIGGER {_table.name}_{_verb.lower()} BEFORE {_verb} ON "
                f"{_table.name} BEGIN SELECT RAISE(ABORT, 'rows are only added'); END"
            ),
        )
