"""What lesson 4 warns of, shown on the versions that are installed.

Without ``from __future__ import annotations``: FastAPI has to see the local functions.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.security import HTTPBearer
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.exc import StatementError, UnboundExecutionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "rows"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    secret: Mapped[str]


class Out(BaseModel):
    id: int
    name: str


def get(app: FastAPI, headers: dict[str, str] | None = None, path: str = "/") -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


async def tables(folder: Path) -> AsyncEngine:
    engine = create_async_engine(f"sqlite+aiosqlite:///{folder / 'rows.db'}")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return engine


def test_token_through_a_required_header() -> None:
    """Header() without a default: 422 for a missing header, and the guide's replace()
    refuses small letters and lets a doubled Bearer through."""
    app = FastAPI()

    @app.get("/")
    def route(authorization: Annotated[str, Header()]) -> str:
        if authorization.replace("Bearer ", "") != "good":
            raise HTTPException(401)
        return "in"

    assert get(app).status_code == 422
    assert get(app, {"authorization": "Bearer good"}).status_code == 200
    assert get(app, {"authorization": "bearer good"}).status_code == 401
    assert get(app, {"authorization": "Bearer Bearer good"}).status_code == 200


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic good", "good"])
def test_http_bearer_answers_401(header: str | None) -> None:
    """HTTPBearer answers 401 with WWW-Authenticate to what has no bearer token in it."""
    app = FastAPI()

    @app.get("/")
    def route(sent: Annotated[Any, Depends(HTTPBearer())]) -> str:
        return str(sent.credentials)

    answer = get(app, {} if header is None else {"authorization": header})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert get(app, {"authorization": "bEARER good"}).json() == "good"
    assert get(app, {"authorization": "Bearer Bearer good"}).json() == "Bearer good"


def test_401_has_no_challenge_by_itself() -> None:
    """HTTPException(401) does not add WWW-Authenticate; its headers parameter does."""
    app = FastAPI()

    @app.get("/")
    def route(good: bool = False) -> None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"} if good else None)

    assert "www-authenticate" not in get(app).headers
    assert get(app, path="/?good=1").headers["www-authenticate"] == "Bearer"


def test_active_is_not_admin() -> None:
    """A dependency that asks is_active lets any active user into /admin."""
    app = FastAPI()
    user = {"is_active": True, "is_admin": False}

    def get_active_user() -> dict[str, bool]:
        if not user["is_active"]:
            raise HTTPException(403)
        return user

    def get_admin(user: Annotated[dict[str, bool], Depends(get_active_user)]) -> None:
        if not user["is_admin"]:
            raise HTTPException(403)

    @app.get("/guide", dependencies=[Depends(get_active_user)])
    @app.get("/ours", dependencies=[Depends(get_admin)])
    def admin() -> str:
        return "in"

    assert get(app, path="/guide").status_code == 200
    assert get(app, path="/ours").status_code == 403


@pytest.mark.parametrize(("scope", "status"), [("request", 200), ("function", 500)])
def test_clean_up_runs_after_the_answer(scope: Any, status: int) -> None:
    """What fails below a yield (a commit, say) is not told to the client, who has the
    answer already; with scope="function" it is."""
    app, order = FastAPI(), []

    def get_session() -> Iterator[None]:
        yield
        order.append("commit")
        raise RuntimeError("the disk is full")

    @app.get("/")
    def route(session: Annotated[None, Depends(get_session, scope=scope)]) -> str:
        return "saved"

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        async def noting(message: Any) -> None:
            if message["type"] == "http.response.start":
                order.append(message["status"])
            await send(message)

        await app(scope, receive, noting)

    assert get(watched).status_code == status  # type: ignore[arg-type]
    assert order == ([200, "commit"] if scope == "request" else ["commit", 500])


def test_lines_below_the_yield_are_skipped() -> None:
    """An exception of the route, also an HTTPException, comes up at the yield."""
    app, closed = FastAPI(), []

    def careless() -> Iterator[None]:
        yield
        closed.append("careless")

    def careful() -> Iterator[None]:
        try:
            yield
        finally:
            closed.append("careful")

    @app.get("/", dependencies=[Depends(careless), Depends(careful)])
    def route() -> None:
        raise HTTPException(404)

    assert get(app).status_code == 404
    assert closed == ["careful"]


def test_swallowed_exception_is_a_500() -> None:
    """except without raise around a yield turns the route's 404 into a 500."""
    app, seen = FastAPI(), []

    def swallowing() -> Iterator[None]:
        try:
            yield
        except Exception:
            seen.append("something went wrong")

    @app.get("/", dependencies=[Depends(swallowing)])
    def route() -> None:
        raise HTTPException(404)

    assert get(app).status_code == 500


def test_depends_on_what_was_called() -> None:
    """Depends(f()) stops the start with a TypeError."""
    app = FastAPI()

    async def get_session() -> AsyncIterator[None]:
        yield

    def route(session: Annotated[None, Depends(get_session())]) -> None: ...  # type: ignore[arg-type]

    with pytest.raises(TypeError, match="is not a callable object"):
        app.get("/")(route)


def test_asked_once_in_a_request() -> None:
    """A dependency that several need is called once; with use_cache=False, or by an own
    call, again."""
    app, calls = FastAPI(), []

    def get_user() -> str:
        calls.append("call")
        return "ada"

    def get_quota(user: Annotated[str, Depends(get_user)]) -> int:
        return 3

    def get_fresh(user: Annotated[str, Depends(get_user, use_cache=False)]) -> None: ...

    @app.get("/shared", dependencies=[Depends(get_quota), Depends(get_user)])
    @app.get("/fresh", dependencies=[Depends(get_quota), Depends(get_fresh)])
    def route() -> None: ...

    get(app, path="/shared")
    assert len(calls) == 1
    get(app, path="/fresh")
    assert len(calls) == 3


def test_class_without_types_is_not_checked() -> None:
    """Parameters of __init__ without a type stay texts, whatever they are."""
    app = FastAPI()

    class Window:
        def __init__(self, size=5) -> None:  # type: ignore[no-untyped-def]
            self.size = size

    @app.get("/")
    def route(window: Annotated[Window, Depends()]) -> str:
        return repr(window.size)

    assert get(app, path="/?size=7").json() == "'7'"
    assert get(app, path="/?size=many").status_code == 200


def test_session_without_engine() -> None:
    """AsyncSession() can be made; its first query raises UnboundExecutionError."""

    async def query() -> None:
        async with AsyncSession() as session:
            await session.scalars(select(Row))

    with pytest.raises(UnboundExecutionError):
        asyncio.run(query())


# SQLAlchemy leaves a coroutine behind when it finds that it cannot wait.
@pytest.mark.filterwarnings("ignore:coroutine 'Connection.cursor' was never awaited")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("expire", [True, False])
def test_row_after_its_commit(tmp_path: Path, expire: bool) -> None:
    """After a commit, reading an attribute fails with MissingGreenlet, although the row is
    saved; with expire_on_commit=False it can be read."""

    async def save(engine: AsyncEngine) -> str:
        async with AsyncSession(engine, expire_on_commit=expire) as session:
            row = Row(name="ada", secret="s")
            session.add(row)
            await session.commit()
            try:
                return row.name
            except StatementError as error:
                return "MissingGreenlet" if "MissingGreenlet" in str(error) else str(error)

    async def main() -> tuple[str, str | None]:
        engine = await tables(tmp_path)
        read = await save(engine)
        gc.collect()
        async with AsyncSession(engine) as session:
            saved = await session.scalar(select(Row.name))
        await engine.dispose()
        return read, saved

    assert asyncio.run(main()) == ("MissingGreenlet" if expire else "ada", "ada")


def test_row_as_the_answer() -> None:
    """A row that goes out without a response model takes its secrets along."""
    app = FastAPI()

    @app.get("/plain")
    def plain():  # type: ignore[no-untyped-def]
        return Row(id=1, name="ada", secret="s")

    @app.get("/model", response_model=Out)
    def model() -> Row:
        return Row(id=1, name="ada", secret="s")

    assert get(app, path="/plain").json() == {"id": 1, "name": "ada", "secret": "s"}
    assert get(app, path="/model").json() == {"id": 1, "name": "ada"}


def test_own_call_is_not_overridden() -> None:
    """dependency_overrides swaps what FastAPI calls, and not what the route calls."""
    app = FastAPI()

    def get_number() -> int:
        return 1

    @app.get("/injected")
    def injected(number: Annotated[int, Depends(get_number)]) -> int:
        return number

    @app.get("/called")
    def called() -> int:
        return get_number()

    app.dependency_overrides[get_number] = lambda: 6

    assert get(app, path="/injected").json() == 6
    assert get(app, path="/called").json() == 1
