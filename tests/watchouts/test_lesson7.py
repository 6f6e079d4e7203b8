"""What lesson 7 warns of, shown on the versions that are installed."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import anyio.to_thread
import httpx
import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from starlette.background import BackgroundTask


async def ask(app: FastAPI, path: str = "/") -> int:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get(path)).status_code


def test_first_failure_stops_the_rest() -> None:
    """The first task that raises ends the list, and the client has its 200."""
    app, ran = FastAPI(), list[str]()

    def fail() -> None:
        ran.append("first")
        raise RuntimeError

    @app.get("/")
    def route(tasks: BackgroundTasks) -> None:
        tasks.add_task(fail)
        tasks.add_task(ran.append, "second")

    assert asyncio.run(ask(app)) == 200
    assert ran == ["first"]


def test_called_instead_of_handed_over() -> None:
    """add_task(f()) calls f in the route; the client waits for it."""
    app, ran = FastAPI(), list[str]()

    @app.get("/")
    def route(tasks: BackgroundTasks) -> None:
        tasks.add_task(ran.append("task"))  # type: ignore[func-returns-value, arg-type]
        ran.append("route is over")

    asyncio.run(ask(app))

    assert ran == ["task", "route is over"]


def test_async_task_runs_on_the_event_loop() -> None:
    """An async def task is on the loop's thread, a plain def task is not."""
    app, threads = FastAPI(), dict[str, threading.Thread]()

    async def on_loop() -> None:
        threads["async def"] = threading.current_thread()

    def in_thread() -> None:
        threads["def"] = threading.current_thread()

    @app.get("/")
    def route(tasks: BackgroundTasks) -> None:
        tasks.add_task(on_loop)
        tasks.add_task(in_thread)

    asyncio.run(ask(app))

    assert threading.current_thread() is threads["async def"]
    assert threading.current_thread() is not threads["def"]


def test_tasks_of_a_refusal() -> None:
    """A raised HTTPException drops the tasks; a returned 409 does not."""
    app, ran = FastAPI(), list[str]()

    @app.get("/raised")
    def raised(tasks: BackgroundTasks) -> None:
        tasks.add_task(ran.append, "raised")
        raise HTTPException(409)

    @app.get("/returned")
    def returned(tasks: BackgroundTasks) -> JSONResponse:
        tasks.add_task(ran.append, "returned")
        return JSONResponse({}, status_code=409)

    assert [asyncio.run(ask(app, path)) for path in ("/raised", "/returned")] == [409, 409]
    assert ran == ["returned"]


def test_own_background_drops_the_list() -> None:
    """A returned response that has a background of its own never runs the added tasks."""
    app, ran = FastAPI(), list[str]()

    @app.get("/")
    def route(tasks: BackgroundTasks) -> JSONResponse:
        tasks.add_task(ran.append, "added")
        return JSONResponse({}, background=BackgroundTask(ran.append, "own"))

    asyncio.run(ask(app))

    assert ran == ["own"]


def test_finally_in_the_route_is_too_early(tmp_path: Path) -> None:
    """finally around the return removes the file before it is sent: a 500."""
    app, file = FastAPI(), tmp_path / "export.csv"

    @app.get("/")
    def route() -> FileResponse:
        file.write_text("text")
        try:
            return FileResponse(file)
        finally:
            file.unlink()

    assert asyncio.run(ask(app)) == 500


async def hang_up(response: StreamingResponse | FileResponse) -> None:
    """Send a response to a client that hangs up after the first piece of the body."""
    gone = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            gone.set()
            await asyncio.Event().wait()

    scope = {"type": "http", "method": "GET", "asgi": {"spec_version": "2.3"}, "headers": []}
    await response(scope, receive, send)


def test_hang_up_and_a_task_of_the_response(tmp_path: Path) -> None:
    """A background task of a file response runs also when the client hangs up."""
    file = tmp_path / "export.csv"
    file.write_text("text")

    asyncio.run(hang_up(FileResponse(file, background=BackgroundTask(file.unlink))))

    assert not file.exists()


def test_hang_up_and_a_generator() -> None:
    """A generator's finally waits for the garbage collector when the client hangs up."""
    ran: list[str] = []

    def pieces() -> Iterator[bytes]:
        try:
            while True:
                yield b"piece"
        finally:
            ran.append("finally")

    async def main() -> list[str]:
        await hang_up(StreamingResponse(pieces()))
        at_once = list(ran)
        gc.collect()
        for _ in range(5):  # turns of the loop
            await asyncio.sleep(0)
        return at_once

    gc.disable()
    try:
        assert asyncio.run(main()) == []
    finally:
        gc.enable()
    assert ran == ["finally"]


@pytest.mark.parametrize("scope", ["request", None])
def test_dependency_is_closed_after_the_tasks(scope: Any) -> None:
    """A dependency with yield stays open until the request's tasks are over."""
    app, ran = FastAPI(), list[str]()

    async def session() -> AsyncIterator[None]:
        yield
        ran.append("closed")

    @app.get("/", dependencies=[Depends(session, scope=scope)])
    def route(tasks: BackgroundTasks) -> None:
        tasks.add_task(ran.append, "task")

    asyncio.run(ask(app))

    assert ran == ["task", "closed"]


def test_forty_threads_for_all() -> None:
    """Tasks and plain def routes share 40 threads."""

    async def threads() -> float:
        return anyio.to_thread.current_default_thread_limiter().total_tokens

    assert asyncio.run(threads()) == 40
