"""What the reading of lesson 1 warns of, shown on the installed versions."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from typing import Any

import anyio.to_thread
import httpx
import pytest
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


def ask(app: FastAPI, method: str, path: str, **parts: Any) -> httpx.Response:
    """One request to the app, in this process."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, **parts)

    return asyncio.run(send())


def test_async_def_runs_in_the_one_thread_of_all() -> None:
    """`async def` runs in the event loop's thread, so a blocking call in it stops everything;
    a plain `def` runs in another."""
    app = FastAPI()

    @app.get("/async")
    async def in_async() -> int:
        return threading.get_ident()

    @app.get("/plain")
    def in_plain() -> int:
        return threading.get_ident()

    assert ask(app, "GET", "/async").json() == threading.get_ident()
    assert ask(app, "GET", "/plain").json() != threading.get_ident()


def test_others_are_answered_while_a_plain_def_blocks() -> None:
    """While a plain `def` blocks, other requests are answered."""
    app, gate, inside = FastAPI(), threading.Event(), threading.Event()

    @app.get("/slow")
    def slow() -> str:
        inside.set()
        gate.wait()
        return "done"

    @app.get("/ping")
    async def ping() -> str:
        return "pong"

    async def both() -> list[str]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            waiting = asyncio.create_task(client.get("/slow"))
            await asyncio.to_thread(inside.wait)
            pong = await client.get("/ping")
            assert not waiting.done()
            gate.set()
            return [pong.json(), (await waiting).json()]

    assert asyncio.run(both()) == ["pong", "done"]


def test_plain_def_shares_the_process_and_its_lock() -> None:
    """A plain `def` gets a thread, not a process: long sums still share one interpreter."""
    app = FastAPI()

    @app.get("/plain")
    def in_plain() -> int:
        return os.getpid()

    assert ask(app, "GET", "/plain").json() == os.getpid()
    assert getattr(sys, "_is_gil_enabled", lambda: True)()


def test_forty_threads() -> None:
    """There are 40 threads for all plain `def` functions; the 41st request waits."""

    async def threads() -> float:
        return anyio.to_thread.current_default_thread_limiter().total_tokens

    assert asyncio.run(threads()) == 40


def test_forgotten_await_is_a_500() -> None:
    """Without `await`, the promise itself is returned, and cannot become JSON."""
    app = FastAPI()

    async def number() -> int:
        return 1

    promises = []

    @app.get("/stats")
    async def stats() -> Any:
        promises.append(number())
        return {"number": promises[0]}

    assert ask(app, "GET", "/stats").status_code == 500
    promises[0].close()


@pytest.mark.parametrize(("fixed_first", "status"), [(True, 200), (False, 422)])
def test_first_path_that_fits_wins(fixed_first: bool, status: int) -> None:
    """/items/{id} above /items/featured takes it, and answers 422."""
    app = FastAPI()

    def featured() -> str:
        return "featured"

    def one(item_id: int) -> int:
        return item_id

    routes = [("/items/featured", featured), ("/items/{item_id}", one)]
    for path, function in routes if fixed_first else reversed(routes):
        app.add_api_route(path, function)

    assert ask(app, "GET", "/items/featured").status_code == status


def test_same_route_twice() -> None:
    """Of two functions with the same method and path, only the first is ever called."""
    app = FastAPI()
    app.add_api_route("/items", lambda: "first")
    app.add_api_route("/items", lambda: "second")

    assert ask(app, "GET", "/items").json() == "first"


def test_one_function_under_several_decorators() -> None:
    """One function for GET /items and GET /items/{item_id}: the list asks for an item_id."""
    app = FastAPI()

    @app.get("/items")
    @app.get("/items/{item_id}")
    def items(item_id: int) -> int:
        return item_id

    assert ask(app, "GET", "/items/7").json() == 7
    assert ask(app, "GET", "/items").status_code == 422


def test_docs_url_alone_leaves_the_document() -> None:
    """`docs_url=None` takes one page away; the document with every path is still there."""
    app = FastAPI(docs_url=None)

    assert [ask(app, "GET", path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [
        404,
        200,
        200,
    ]


def test_moved_pages_leave_nothing() -> None:
    """With the three parameters, the new places answer and the old ones are gone."""
    app = FastAPI(docs_url="/a/docs", redoc_url="/a/redoc", openapi_url="/a/openapi.json")
    pages = ("docs", "redoc", "openapi.json")

    assert [ask(app, "GET", f"/a/{page}").status_code for page in pages] == [200, 200, 200]
    assert [ask(app, "GET", f"/{page}").status_code for page in pages] == [404, 404, 404]


def test_last_slash_is_a_redirect() -> None:
    """A path that differs by its last slash is answered with a redirect."""
    app = FastAPI()
    app.add_api_route("/items/", lambda: [])

    answer = ask(app, "GET", "/items")

    assert answer.status_code == 307
    assert answer.headers["location"] == "http://test/items/"


class Changes(BaseModel):
    name: str = ""
    note: str | None = None


@pytest.mark.parametrize(
    ("sent", "options", "written"),
    [
        ({"name": "x"}, {}, {"name": "x", "note": None}),
        ({"note": None}, {"exclude_none": True}, {"name": ""}),
        ({"name": "x"}, {"exclude_unset": True}, {"name": "x"}),
        ({"note": None}, {"exclude_unset": True}, {"note": None}),
        ({}, {"exclude_unset": True}, {}),
    ],
)
def test_missing_is_not_null(sent: Any, options: Any, written: Any) -> None:
    """`model_dump()` writes what was never sent; `exclude_none` cannot clear a field;
    `exclude_unset` is what a PATCH means."""
    assert Changes.model_validate(sent).model_dump(**options) == written


def test_default_is_not_null() -> None:
    """A default makes a field optional; whether it may be null is up to its type."""
    app = FastAPI()

    @app.patch("/items")
    def change(changes: Changes) -> None: ...

    assert ask(app, "PATCH", "/items", json={}).status_code == 200
    assert ask(app, "PATCH", "/items", json={"name": None}).status_code == 422


def test_returned_exception_is_a_200() -> None:
    """`return HTTPException` sends it as data, with 200; it has to be raised."""
    app = FastAPI()

    @app.get("/returned")
    def returned():  # type: ignore[no-untyped-def] # with a return type, it is a 500
        return HTTPException(status_code=404)

    @app.get("/raised")
    def raised() -> Any:
        raise HTTPException(status_code=404)

    assert ask(app, "GET", "/returned").status_code == 200
    assert ask(app, "GET", "/raised").status_code == 404
