"""What the reading of lesson 6 warns of, shown on the installed versions."""

from __future__ import annotations

import asyncio
import logging
from decimal import Decimal
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Form, HTTPException, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, EmailStr, Field, TypeAdapter, ValidationError, field_validator

JSON = {"content-type": "application/json"}


def ask(app: FastAPI, method: str, path: str, **parts: Any) -> httpx.Response:
    """One request to the app, in this process; an exception becomes a 500 as on a server."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, **parts)

    return asyncio.run(send())


class User(BaseModel):
    name: Annotated[str, Field(min_length=1)]
    password: str
    credit: Annotated[Decimal, Field(ge=0)] = Decimal(0)

    @field_validator("password")
    @classmethod
    def has_a_digit(cls, value: str) -> str:
        if value.isalpha():
            raise ValueError("a digit, please")
        return value


def users(handler: Any = None) -> FastAPI:
    """An app that takes users, with this handler of validation errors."""
    app = FastAPI()

    def create(user: User) -> str:
        return user.name

    def size(size: Annotated[int, Form()]) -> int:
        return size

    app.post("/users")(create)
    app.post("/size")(size)
    if handler is not None:
        app.add_exception_handler(RequestValidationError, handler)
    return app


async def whole(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, RequestValidationError)
    return JSONResponse(status_code=400, content={"errors": exc.errors()})


async def encoded(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, RequestValidationError)
    return JSONResponse(status_code=400, content={"errors": jsonable_encoder(exc.errors())})


async def safe(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, RequestValidationError)
    errors = [{"loc": error["loc"], "msg": error["msg"]} for error in exc.errors()]
    return JSONResponse(status_code=400, content={"errors": errors})


# Requests that do not fit, by what is odd about them.
ODD: dict[str, dict[str, Any]] = {
    "ValueError": {"json": {"name": "a", "password": "hunter"}},
    "Decimal": {"json": {"name": "a", "password": "hunter2", "credit": -1}},
    "NaN": {"content": b'{"name": "a", "password": "h2", "credit": NaN}', "headers": JSON},
    "surrogate": {"content": b'{"name": "\\ud800", "password": "h2"}', "headers": JSON},
    "text/plain": {"content": b"hunter2", "headers": {"content-type": "text/plain"}},
    "bytes": {"content": b"hunter2\xff", "headers": {"content-type": "text/plain"}},
}


@pytest.mark.parametrize("handler", [None, whole, encoded])
def test_errors_as_they_are_repeat_the_password(handler: Any) -> None:
    """With a field missing, `input` is the whole body, password and all; by default too."""
    answer = ask(users(handler), "POST", "/users", json={"password": "hunter2"})

    assert "hunter2" in answer.text


@pytest.mark.parametrize("odd", ODD)
def test_errors_as_they_are_crash_the_handler(odd: str) -> None:
    """`content={"errors": exc.errors()}` cannot be written as JSON: the client gets 500."""
    assert ask(users(whole), "POST", "/users", **ODD[odd]).status_code == 500


def test_a_file_for_a_number_crashes_the_handler() -> None:
    """The input is then an UploadFile, for which JSON has no word."""
    assert ask(users(whole), "POST", "/size", files={"size": b"1"}).status_code == 500


@pytest.mark.parametrize("odd", ["NaN", "surrogate", "bytes"])
def test_the_encoder_is_not_enough(odd: str) -> None:
    """jsonable_encoder mends most crashes, not those; FastAPI's own handler uses it too."""
    assert ask(users(encoded), "POST", "/users", **ODD[odd]).status_code == 500
    assert ask(users(), "POST", "/users", **ODD[odd]).status_code == 500


@pytest.mark.parametrize("odd", ODD)
def test_loc_and_msg_are_safe(odd: str) -> None:
    """With `loc` and `msg` alone, each is a 400 that repeats nothing."""
    answer = ask(users(safe), "POST", "/users", **ODD[odd])

    assert answer.status_code == 400
    assert "hunter" not in answer.text


def test_bytes_as_json_are_a_400_by_default() -> None:
    """JSON that is no UTF-8 raises HTTPException, not RequestValidationError."""
    answer = ask(users(safe), "POST", "/users", content=b"\xff", headers=JSON)

    assert answer.status_code == 400
    assert answer.json() == {"detail": "There was an error parsing the body"}


def test_openapi_still_says_422() -> None:
    """A handler does not change the documentation."""
    responses = users(safe).openapi()["paths"]["/users"]["post"]["responses"]

    assert "422" in responses
    assert "400" not in responses


def test_email_quotes_a_piece() -> None:
    """The `msg` of EmailStr quotes what it does not like."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(EmailStr).validate_python("a@b|.example.com")

    assert "|" in caught.value.errors()[0]["msg"]


def test_returned_exception_is_a_200() -> None:
    """`return HTTPException(…)` answers 200 with its fields; a tuple answers 200, a list."""
    app = FastAPI()
    app.get("/returned")(lambda: HTTPException(404, "gone"))
    app.get("/tuple")(lambda: ({"detail": "gone"}, 404))

    returned, pair = ask(app, "GET", "/returned"), ask(app, "GET", "/tuple")

    assert returned.status_code == pair.status_code == 200
    assert returned.json() == {"status_code": 404, "detail": "gone", "headers": None}
    assert pair.json() == [{"detail": "gone"}, 404]


def test_broad_except_turns_404_into_500() -> None:
    """`except Exception` catches the HTTPException as well."""
    app = FastAPI()

    @app.get("/")
    def route() -> None:
        try:
            raise HTTPException(404, "gone")
        except Exception as error:
            raise HTTPException(500, str(error)) from None

    answer = ask(app, "GET", "/")

    assert answer.status_code == 500
    assert answer.json() == {"detail": "404: gone"}


class Broken(Exception):
    """What the apps below raise."""


def broken(handler: Any, error: type[Exception] = Broken, debug: bool = False) -> FastAPI:
    """An app whose one route raises Broken, with this handler of ``error``."""
    app = FastAPI(debug=debug)

    def route() -> None:
        raise Broken("10.0.0.9")

    app.get("/")(route)
    app.add_exception_handler(error, handler)
    return app


def test_handler_cannot_return_a_dict() -> None:
    """A route may return a dict, a handler may not: TypeError, and so a 500."""

    async def handler(request: Request, exc: Exception) -> Any:
        return {"message": "sorry"}

    app = broken(handler)

    with pytest.raises(TypeError, match="'dict' object is not callable"):
        asyncio.run(_raise(app))
    assert ask(app, "GET", "/").status_code == 500


async def _raise(app: FastAPI) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
        await client.get("http://test/")


def test_logger_exception_in_a_thread(caplog: pytest.LogCaptureFixture) -> None:
    """A plain `def` handler runs in a thread, where logger.exception finds no exception."""
    logger = logging.getLogger("watchout")

    def in_thread(request: Request, exc: Exception) -> JSONResponse:
        logger.exception("bare")
        logger.error("given", exc_info=exc)
        return JSONResponse({}, 503)

    async def on_loop(request: Request, exc: Exception) -> JSONResponse:
        logger.exception("bare")
        return JSONResponse({}, 503)

    ask(broken(in_thread), "GET", "/")
    ask(broken(on_loop), "GET", "/")

    kinds = [(r.message, r.exc_info and r.exc_info[0]) for r in caplog.records if r.exc_info]
    assert kinds == [("bare", None), ("given", Broken), ("bare", Broken)]


async def sorry(request: Request, exc: Exception) -> JSONResponse:
    return JSONResponse({"message": "sorry"}, 500)


def test_last_resort_answers_and_raises_on() -> None:
    """The client gets the answer, and Starlette raises the exception once more."""
    app = broken(sorry, Exception)

    assert ask(app, "GET", "/").json() == {"message": "sorry"}
    with pytest.raises(Broken):
        asyncio.run(_raise(app))


def test_debug_sends_the_traceback() -> None:
    """With debug=True the handler is not asked."""
    answer = ask(broken(sorry, Exception, debug=True), "GET", "/")

    assert "Traceback" in answer.text
    assert "10.0.0.9" in answer.text


def test_handler_of_http_exception() -> None:
    """It drops headers that it does not pass on, and is not asked for unknown paths."""
    app = FastAPI()

    @app.get("/")
    def route() -> None:
        raise HTTPException(401, "who?", headers={"WWW-Authenticate": "Bearer"})

    @app.exception_handler(HTTPException)
    async def own(request: Request, exc: HTTPException) -> JSONResponse:
        return JSONResponse({"message": exc.detail}, exc.status_code)

    refused, unknown = ask(app, "GET", "/"), ask(app, "GET", "/unknown")

    assert refused.json() == {"message": "who?"}
    assert "www-authenticate" not in refused.headers
    assert unknown.json() == {"detail": "Not Found"}
