"""What the reading of lesson 3 warns of, shown on the installed versions."""

from __future__ import annotations

import asyncio
import pathlib
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, HTTPException, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import FastAPIError
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel


class User:
    """A record, as a database library gives it: Pydantic knows nothing of it."""

    def __init__(self) -> None:
        self.name = "Ada"
        self.password_hash = "secret"


class UserOut(BaseModel):
    name: str


class WholeUser(BaseModel):
    name: str
    password_hash: str


PUBLIC = {"name": "Ada"}
WHOLE = {"name": "Ada", "password_hash": "secret"}


def ask(app: FastAPI, method: str, path: str, **parts: Any) -> httpx.Response:
    """One request to the app, in this process; what it raises becomes a 500."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, **parts)

    return asyncio.run(send())


def test_object_without_a_response_model_gives_all_it_has() -> None:
    """Without a response model, the password hash of a record goes out."""
    app = FastAPI()

    @app.get("/user")
    def user():  # type: ignore[no-untyped-def]
        return User()

    assert ask(app, "GET", "/user").json() == WHOLE


def test_response_model_filters_objects_and_lists() -> None:
    """With one, only its fields go out, from an object and from each item of a list."""
    app = FastAPI()

    @app.get("/user", response_model=UserOut)
    def user() -> User:
        return User()

    @app.get("/users", response_model=list[UserOut])
    def users() -> list[User]:
        return [User()]

    assert ask(app, "GET", "/user").json() == PUBLIC
    assert ask(app, "GET", "/users").json() == [PUBLIC]


def test_own_json_response_is_not_filtered() -> None:
    """A JSONResponse goes past the response model, and the docs still show only the model."""
    app = FastAPI()

    @app.get("/user", response_model=UserOut)
    def user() -> JSONResponse:
        return JSONResponse(vars(User()))

    assert ask(app, "GET", "/user").json() == WHOLE
    assert "password_hash" not in str(app.openapi())


def test_excluded_field_stays_in_the_docs_and_in_lists() -> None:
    """`response_model_exclude` leaves the field in the docs, and in each item of a list."""
    app = FastAPI()

    @app.get("/user", response_model=WholeUser, response_model_exclude={"password_hash"})
    def user() -> User:
        return User()

    @app.get("/users", response_model=list[WholeUser], response_model_exclude={"password_hash"})
    def users() -> list[User]:
        return [User()]

    assert ask(app, "GET", "/user").json() == PUBLIC
    assert ask(app, "GET", "/users").json() == [WHOLE]
    assert "password_hash" in str(app.openapi())


def test_record_class_as_return_type_stops_the_start() -> None:
    """`-> User` is taken for the response model; with a response_model it is not."""
    app = FastAPI()

    def user() -> User:
        return User()

    user.__annotations__ = {"return": User}  # as without `from __future__ import annotations`
    with pytest.raises(FastAPIError, match="Invalid args for response field"):
        app.add_api_route("/user", user)
    app.add_api_route("/user", user, response_model=UserOut)

    assert ask(app, "GET", "/user").json() == PUBLIC


def test_pair_is_sent_as_a_list() -> None:
    """`return value, 201` answers 200 with a list of two."""
    app = FastAPI()

    @app.get("/pair")
    def pair():  # type: ignore[no-untyped-def]
        return PUBLIC, 201

    answer = ask(app, "GET", "/pair")

    assert (answer.status_code, answer.json()) == (200, [PUBLIC, 201])


def test_204_has_no_body_and_no_model() -> None:
    """A 204 drops what the function returns; with a response model the app does not start."""
    app = FastAPI()

    @app.delete("/user", status_code=204)
    def delete_user():  # type: ignore[no-untyped-def]
        return PUBLIC

    answer = ask(app, "DELETE", "/user")

    assert (answer.status_code, answer.content) == (204, b"")
    with pytest.raises(AssertionError, match="204 must not have a response body"):
        app.delete("/users", status_code=204, response_model=UserOut)(delete_user)


def test_headers_are_lost_with_an_own_response() -> None:
    """Headers of the Response parameter go out with a returned value, and only then."""
    app = FastAPI()

    @app.get("/{kind}")
    def user(kind: str, response: Response) -> Any:
        response.headers["X-Mine"] = "yes"
        if kind == "raise":
            raise HTTPException(404)
        return JSONResponse(PUBLIC) if kind == "own" else PUBLIC

    told = {kind: ask(app, "GET", f"/{kind}").headers for kind in ("value", "own", "raise")}

    assert [kind for kind, headers in told.items() if "x-mine" in headers] == ["value"]


def test_number_as_a_header_is_a_500() -> None:
    """A header's value is text; a number ends in a 500."""
    app = FastAPI()

    @app.get("/user")
    def user(response: Response) -> None:
        response.headers["X-Number"] = 3  # type: ignore[assignment]

    assert ask(app, "GET", "/user").status_code == 500


@pytest.mark.parametrize("value", [uuid.uuid4(), datetime.now(UTC)])
def test_json_response_knows_only_json(value: Any) -> None:
    """A UUID or a datetime in a JSONResponse is a TypeError; jsonable_encoder helps."""
    with pytest.raises(TypeError, match="not JSON serializable"):
        JSONResponse({"value": value})

    told = value.isoformat() if isinstance(value, datetime) else str(value)
    assert jsonable_encoder({"value": value}) == {"value": told}


def test_decorator_has_no_say_in_an_own_response() -> None:
    """The status code of the decorator is not that of a response of your own."""
    app = FastAPI()

    @app.get("/user", status_code=202)
    def user() -> JSONResponse:
        return JSONResponse(PUBLIC)

    assert ask(app, "GET", "/user").status_code == 200


@pytest.fixture
def files(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """An app that sends files the widespread way, and a secret beside its folder."""
    monkeypatch.chdir(tmp_path)
    pathlib.Path("files").mkdir()
    pathlib.Path("secret.txt").write_text("secret")
    app = FastAPI()

    @app.get("/name/{filename}")
    def by_name(filename: str) -> FileResponse:
        return FileResponse(f"files/{filename}")

    @app.get("/path/{path:path}")
    def by_path(path: str) -> FileResponse:
        return FileResponse(f"files/{path}")

    return app


@pytest.mark.parametrize("name", ["missing.txt", "..%5csecret.txt", "%00"])
def test_file_response_for_no_file_is_a_500(files: FastAPI, name: str) -> None:
    """FileResponse with the client's name: what is not there is a 500, not a 404."""
    assert ask(files, "GET", f"/name/{name}").status_code == 500


def test_path_converter_lets_the_client_out(files: FastAPI) -> None:
    """With {path:path}, `../secret.txt` gives away a file outside of the folder."""
    assert ask(files, "GET", "/path/%2e%2e%2fsecret.txt").text == "secret"


def test_paths_are_not_text(tmp_path: pathlib.Path) -> None:
    """A sibling begins with the folder's name, and a full path replaces the folder."""
    folder = tmp_path / "artifacts"
    sibling, full = tmp_path / "artifacts-old" / "x", tmp_path / "x"

    assert str(sibling).startswith(str(folder))
    assert not sibling.is_relative_to(folder)
    assert folder / str(full) == full


def test_names_that_no_file_can_have_raise(tmp_path: pathlib.Path) -> None:
    """A name that is too long, or with a NUL in it, is an error, not just missing."""
    for name in ("x" * 300, "a\0b"):
        with pytest.raises((OSError, ValueError)):
            (tmp_path / name).stat()


def test_generator_is_asked_piece_by_piece() -> None:
    """A StreamingResponse sends a piece before it asks for the next; a list comes late."""
    happened: list[str] = []

    async def lines() -> AsyncIterator[str]:
        for number in "12":
            happened.append(f"made {number}")
            yield number

    async def send(message: Any) -> None:
        if message.get("body"):
            happened.append(f"sent {message['body'].decode()}")

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def run() -> None:
        scope = {"type": "http", "method": "GET", "asgi": {"spec_version": "2.4"}}
        await StreamingResponse(lines())(scope, receive, send)
        made = iter([line async for line in lines()])
        await StreamingResponse(made)(scope, receive, send)

    asyncio.run(run())

    assert happened[:4] == ["made 1", "sent 1", "made 2", "sent 2"]
    assert happened[4:] == ["made 1", "made 2", "sent 1", "sent 2"]


def test_generator_route_has_answered_before_it_runs() -> None:
    """A 404 raised in a route with `yield` comes too late; and there is no media type."""
    app = FastAPI()

    @app.get("/late", response_class=StreamingResponse)
    async def late() -> AsyncIterator[str]:
        raise HTTPException(404)
        yield "never"

    @app.get("/early")
    async def early() -> StreamingResponse:
        raise HTTPException(404)

    answer = ask(app, "GET", "/late")

    assert (answer.status_code, answer.content) == (200, b"")
    assert "content-type" not in answer.headers
    assert ask(app, "GET", "/early").status_code == 404
