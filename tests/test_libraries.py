"""What is said of exceptions of the course's libraries: each is raised for real."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from jose import jwt
from passlib.context import CryptContext
from pydantic import BaseModel
from sqlalchemy import create_engine, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from checker.expect import explain, libraries, signs

ASYNC = "sqlite+aiosqlite://"


class Base(DeclarativeBase): ...


class Row(Base):
    __tablename__ = "rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Model(BaseModel):
    id: int = 1


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Row(id=1, name="x"))
        session.commit()
        yield session
    engine.dispose()


def said(error: BaseException) -> str:
    """The next step for an exception as a host would describe it."""
    return explain.raised({"type": type(error).__name__, "message": str(error)}, 2**31).next_step


def other_session(session: Session) -> None:
    Session(session.get_bind()).add(session.get(Row, 1))


def again(session: Session) -> None:
    session.expunge_all()
    session.add(Row(id=1, name="y"))
    session.flush()


def nameless(session: Session) -> None:
    session.add(Row(id=2))
    session.flush()


def later(session: Session) -> Any:
    row = session.get_one(Row, 1)
    session.commit()
    session.close()
    return row.name


@pytest.mark.parametrize(
    ("act", "next_step"),
    [
        (lambda s: s.add(Model()), "make one of the table's class from that object"),
        (lambda s: s.add(Row), "not session.add(Row)"),
        (other_session, "not of this session"),
        (lambda s: s.refresh(Row(id=1)), "not of this session"),
        (lambda s: s.get(Model, 1), "get() take the table's class"),
        (lambda s: s.scalars(select(Model)), "the table's class here"),
        (lambda s: s.execute("select 1"), "not as a string"),
        (lambda s: Row(nmae="x"), "no such column"),
        (lambda s: s.scalars(select(Row).where(Row.id == 9)).one(), "scalar_one_or_none()"),
        (again, "catch IntegrityError around the commit"),
        (nameless, "a column gets no value"),
        (later, "before its session is closed"),
        (lambda s: s.get(Row, Model()), "hand over one field"),
    ],
)
def test_sqlalchemy(act: Callable[[Session], Any], next_step: str, session: Session) -> None:
    """A slip is told as one: nobody should catch it."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 whatever the library raises
        act(session)

    assert next_step in said(caught.value)


async def enters(thing: Any) -> None:
    async with thing:
        pass


async def enters_plainly(thing: Any) -> None:
    with thing:
        pass


async def asks_too_early() -> None:
    await create_async_engine(ASYNC).connect().execute(select(Row))


async def makes_tables() -> None:
    Base.metadata.create_all(create_async_engine(ASYNC))  # type: ignore[arg-type]


async def without_a_table() -> None:
    engine = create_async_engine(ASYNC)
    try:
        async with AsyncSession(engine) as session:
            await session.scalars(select(Row))
    finally:
        await engine.dispose()


async def in_the_old_way() -> None:
    async with AsyncSession() as session:
        session.query(Row)  # type: ignore[attr-defined]


@contextlib.contextmanager
def plain() -> Iterator[None]:
    yield


@contextlib.asynccontextmanager
async def other() -> AsyncIterator[None]:
    yield


@pytest.mark.parametrize(
    ("act", "next_step"),
    [
        (lambda: enters(async_sessionmaker()), "call it, with () behind its name"),
        (lambda: enters_plainly(async_sessionmaker()), "call it, with ()"),
        (lambda: enters(other), "async with new_session()"),
        (lambda: enters(AsyncSession), "() behind its name"),
        (lambda: enters_plainly(AsyncSession()), "write `async with`"),
        (lambda: enters(Session()), "write `with` instead"),
        (lambda: enters(plain()), "@asynccontextmanager"),
        (lambda: enters_plainly(other()), "write `async with`, in an `async def`"),
        (asks_too_early, "an async engine needs an AsyncSession"),
        (makes_tables, "run_sync("),
        (without_a_table, "the table is not made yet"),
        (in_the_old_way, "await session.scalars(select("),
    ],
)
def test_asynchronous(act: Callable[[], Any], next_step: str) -> None:
    """Neither `with` nor `async with` is what a function that is not called needs."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 whatever the library raises
        asyncio.run(act())

    assert next_step in said(caught.value)


PASSWORDS = CryptContext(schemes=["bcrypt"])
TOKEN = jwt.encode({"sub": "1"}, "key", algorithm="HS256")


@pytest.mark.parametrize(
    ("act", "next_step"),
    [
        (lambda: PASSWORDS.verify("$2b$12$abc", "secret"), "takes the password first"),
        (lambda: CryptContext(schemes=["bcrpt"]), 'schemes=["bcrypt"]'),
        (lambda: jwt.decode("x", "key", algorithms=["HS256"]), "catch JWTError"),
        (lambda: jwt.decode(TOKEN, "other", algorithms=["HS256"]), "and answer 401"),
        (
            lambda: jwt.decode(jwt.encode({"sub": 1}, "key"), "key", algorithms=["HS256"]),
            "put the subject in as text",
        ),
        (lambda: jwt.encode({}, "key", algorithm="HS25"), "name of the algorithm"),
        (lambda: Model(id="x"), "compare them with its fields"),  # type: ignore[arg-type]
        (lambda: Model.model_validate(object()), "from_attributes=True"),
        (lambda: import_module("pydantic").BaseSettings, "from pydantic_settings import"),
        (lambda: create_async_engine("sqlite://"), "name the async driver in the address"),
        (lambda: create_engine("here"), "a database address begins as"),
    ],
)
def test_others(act: Callable[[], Any], next_step: str) -> None:
    """Passwords, tokens, models and addresses."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 whatever the library raises
        act()

    assert next_step in said(caught.value)


@pytest.mark.parametrize("kind", sorted(libraries.SLIPS))
def test_a_slip_is_not_to_be_caught(kind: str) -> None:
    """To catch what a slip raises hides it."""
    assert "except" not in explain.raised({"type": kind, "message": ""}, 2**31).next_step


@pytest.mark.parametrize("name", sorted(libraries.HOMES))
def test_a_name_is_where_it_is_said_to_be(name: str) -> None:
    """What is said of an import works."""
    assert hasattr(import_module(libraries.HOMES[name]), name)


def test_a_name_that_nobody_imported() -> None:
    """It is to be imported, and not spelled like another that happens to be there."""
    told = {"type": "NameError", "message": "", "name": "JSONResponse", "offered": ["Response"]}

    assert "from fastapi.responses import JSONResponse" in signs.meant(told)
    assert "import asyncio" in signs.meant(told | {"name": "asyncio"})
