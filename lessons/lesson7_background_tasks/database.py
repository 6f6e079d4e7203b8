"""Given: the database and its one table. You use it, you don't edit it.

The database is the file ``reports.db`` in the folder that the app was started in. It is
there before a restart and after it. Delete it to begin afresh.
"""

from typing import Any

from sqlalchemy import create_engine, event, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

FILE = "reports.db"

engine = create_async_engine(f"sqlite+aiosqlite:///{FILE}")
new_session = async_sessionmaker(engine, expire_on_commit=False)
"""Makes a session: ``async with database.new_session() as session: …``"""


class Base(DeclarativeBase):
    """What every table's class is made from."""


class ReportRow(Base):
    """One report that somebody asked for: a job, and later its result.

    ``state`` is ``"pending"`` at first, then ``"done"``, or ``"failed"``.
    """

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int]
    state: Mapped[str] = mapped_column(default="pending")
    result: Mapped[str | None] = mapped_column(default=None)


# The rest is for the course: it makes the table, and watches what is saved.


async def saved(model_id: int) -> list[str]:
    """The states of the jobs for this model that are in the database."""
    async with new_session() as session:
        query = select(ReportRow.state).where(ReportRow.model_id == model_id)
        return list(await session.scalars(query))


def commit_begins() -> None:
    """Something is about to be saved for good."""


@event.listens_for(engine.sync_engine, "commit")
def _on_commit(_connection: Any) -> None:
    commit_begins()


def create_tables() -> None:
    """Make the file and the table, unless they are there."""
    blocking = create_engine(f"sqlite:///{FILE}")
    Base.metadata.create_all(blocking)
    blocking.dispose()


create_tables()
