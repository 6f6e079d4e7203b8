"""Given: the database table of the accounts. You use it, you don't edit it."""

from typing import Any

from sqlalchemy import String, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import CreateTable


class Base(DeclarativeBase):
    """What all tables have in common."""


class User(Base):
    """One account. The database itself refuses an email that is there already.

    It says so with ``sqlalchemy.exc.IntegrityError`` when you commit.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(60))


def made_in(engine: AsyncEngine) -> None:
    """Make the tables that are missing, whenever the engine connects.

    A product has a tool for that, which also changes tables: Alembic. Rows that nobody has
    put in order may come in any; SQLite is told to turn them round, so that it shows.
    """
    tables = [
        str(CreateTable(table, if_not_exists=True).compile(dialect=engine.dialect))
        for table in Base.metadata.sorted_tables
    ]

    @event.listens_for(engine.sync_engine, "connect")
    def make(connection: Any, record: Any) -> None:
        cursor = connection.cursor()
        for table in tables:
            cursor.execute(table)
        cursor.execute("PRAGMA reverse_unordered_selects = ON")
        cursor.close()
