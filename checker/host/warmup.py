"""A small app, built and asked so that what is loaded and made late is there by then.

No ``from __future__ import annotations`` here: FastAPI has to see the local class.
"""

import asyncio
import contextlib
import ctypes
import gc
import socket
import threading
from pathlib import Path
from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, Field

_MADV_POPULATE_WRITE = 23
REQUESTS = (
    ("POST /things/1?limit=2", '{"name": "a", "price": 2}'),
    ("POST /things/1", '{"name": ""}'),
    ("GET /things/1?limit=2", ""),
    ("GET /things/2", ""),
    ("GET /nowhere", ""),
)


def build() -> FastAPI:
    """Make the app, and its OpenAPI document."""

    class Thing(BaseModel):
        name: Annotated[str, Field(min_length=1)]
        price: int | None = None

    app = FastAPI()

    async def page(limit: int = 10, x_token: Annotated[str, Header()] = "") -> int:
        return limit

    @app.post("/things/{thing_id}")
    def create(thing_id: int, thing: Thing, note: str = Body(default="")) -> list[Thing]:
        return [thing]

    @app.get("/things/{thing_id}")
    async def read(thing_id: int, limit: Annotated[int, Depends(page)]) -> Thing:
        if thing_id > 1:
            raise HTTPException(404, "no such thing")
        return Thing(name="a", price=limit)

    app.openapi()
    return app


def rehearse(listening: socket.socket) -> None:
    """Serve the app once on a socket, use a database, and forget both."""
    # Not at the top: the zygote builds before it can serve.
    from checker.host.server import Server

    server: Any = None

    def ready() -> None:
        threading.Thread(target=_ask, args=(listening.getsockname(), server), daemon=True).start()

    with contextlib.suppress(Exception), listening:
        server = Server(build(), ready)
        server.serve_on(listening)
    with contextlib.suppress(Exception):
        asyncio.run(_use_a_database())
    gc.collect()
    gc.freeze()
    with contextlib.suppress(OSError, AttributeError):
        _populate()


def _populate() -> None:
    """Make this process's own copies of the memory that it shares with its parent.

    After a fork each page is copied when it is first written to, while somebody waits for
    the answer. Linux 5.14 and newer do it for whole mappings at once (madvise(2)); where
    that is not to be had, nothing happens.
    """
    libc = ctypes.CDLL(None)
    guarded = ""  # where a mapping ends that nobody may read: a thread's stack begins there
    for line in Path("/proc/self/maps").read_text("ascii", "replace").splitlines():
        where, rights, *rest = line.split()
        begin, _, end = where.partition("-")
        if rights == "rw-p" and rest[3:] in ([], ["[heap]"]) and begin != guarded:
            start = int(begin, 16)
            size = ctypes.c_size_t(int(end, 16) - start)
            libc.madvise(ctypes.c_void_p(start), size, _MADV_POPULATE_WRITE)
        guarded = end if rights == "---p" else ""


async def _use_a_database() -> None:
    """What most routes with a database do, in one that is in memory."""
    from sqlalchemy import create_engine, event, func, select
    from sqlalchemy.exc import IntegrityError
    from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
    from sqlalchemy.pool import StaticPool

    class Base(DeclarativeBase):
        pass

    class Row(Base):
        __tablename__ = "rows"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str] = mapped_column(unique=True)
        note: Mapped[str | None] = mapped_column(default=None)

    blocking = create_engine("sqlite://")
    Base.metadata.create_all(blocking)
    blocking.dispose()
    engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
    event.listen(engine.sync_engine, "commit", lambda connection: None)
    new_session = async_sessionmaker(engine, expire_on_commit=False)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    for _ in range(2):
        async with new_session() as session:
            row = Row(name="a")
            session.add(row)
            with contextlib.suppress(IntegrityError):
                await session.commit()
                await session.refresh(row)
                row.note = "b"
                await session.commit()
            await session.rollback()
            await session.get(Row, 1)
            found = select(Row).where(Row.name == "a").order_by(Row.id).limit(1).offset(0)
            (await session.scalars(found)).all()
            await session.scalar(select(func.count()).select_from(Row))
    await engine.dispose()


def _ask(address: Any, server: Any) -> None:
    with contextlib.suppress(OSError), socket.socket(_family(address)) as sock:
        sock.settimeout(5)
        sock.connect(address)
        for head, body in REQUESTS:
            kind = "Content-Type: application/json\r\n" if body else ""
            length = f"Content-Length: {len(body)}\r\n"
            sock.sendall(f"{head} HTTP/1.1\r\nHost: a\r\n{kind}{length}\r\n{body}".encode())
            sock.recv(65536)
    server.stop()


def _family(address: Any) -> socket.AddressFamily:
    return socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
