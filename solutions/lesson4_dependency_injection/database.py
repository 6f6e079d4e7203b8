"""Given: the database, its one table, and who is told of a new member.

You use ``engine`` and ``MemberRow``; you don't edit this file. The database is the file
``model_hub.db`` in the folder that the app was started in. Delete it to begin afresh.
"""

import asyncio
import logging
import secrets
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import NullPool

FILE = "model_hub.db"
WAIT = 0.5
"""Seconds that telling the team takes."""

log = logging.getLogger(__name__)

engine = create_async_engine(f"sqlite+aiosqlite:///{FILE}", poolclass=NullPool)
"""Where sessions get their connections from. (NullPool: a new one for each session. With
a file that costs little; with a database server you leave this out.)"""


class Base(DeclarativeBase):
    """What every table's class is made from."""


class MemberRow(Base):
    """One member. ``api_key`` is made by itself, and is nobody's business."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    api_key: Mapped[str] = mapped_column(default=secrets.token_urlsafe)


async def tell_the_team(email: str) -> None:
    """Tell the team that a member is about to join. Raises when nobody is there."""
    await asyncio.sleep(WAIT)
    log.info("%s is about to join", email)


# The rest says in the log what the database is doing. The course listens to it.


def commit_begins() -> None:
    """A transaction is about to be committed."""
    log.debug("COMMIT")


def connection_taken() -> None:
    """A session has taken a connection."""
    log.debug("connection taken")


def connection_returned() -> None:
    """A session was closed, and its connection is free again."""
    log.debug("connection returned")


@event.listens_for(engine.sync_engine, "connect")
def _on_connect(connection: Any, _record: Any) -> None:
    """Rows that nobody has put in order may come in any: SQLite turns them round here."""
    connection.execute("PRAGMA reverse_unordered_selects = ON").close()


@event.listens_for(engine.sync_engine, "commit")
def _on_commit(_connection: Any) -> None:
    commit_begins()


@event.listens_for(engine.sync_engine, "checkout")
def _on_checkout(_connection: Any, _record: Any, _proxy: Any) -> None:
    connection_taken()


@event.listens_for(engine.sync_engine, "checkin")
def _on_checkin(connection: Any, _record: Any) -> None:
    if connection is not None:  # None: nobody closed it, it was found in the rubbish
        connection_returned()


def create_tables() -> None:
    """Make the file and the table, unless they are there."""
    blocking = create_engine(f"sqlite:///{FILE}")
    Base.metadata.create_all(blocking)
    blocking.dispose()


create_tables()
