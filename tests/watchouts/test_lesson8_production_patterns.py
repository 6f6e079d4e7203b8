"""What lesson 8 warns of, shown on the installed versions."""

from __future__ import annotations

import asyncio
import time
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
import uvicorn
from fastapi import APIRouter, FastAPI, HTTPException, Request
from pydantic import Field, PydanticDeprecatedSince20, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from checker import corpus
from checker.curriculum import Course
from checker.launcher import Launcher
from checker.runner import check

SECRET = "Zm9vYmFyYmF6cXV4"  # 16 characters: too short


def ask(app: FastAPI, path: str, **parts: Any) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path, **parts)

    return asyncio.run(send())


def live(app: FastAPI) -> None:
    """Start the app and stop it again."""

    async def run() -> None:
        async with app.router.lifespan_context(app):
            pass

    asyncio.run(run())


def test_a_slash_route_redirects_the_prefix() -> None:
    """`@router.get("/")` under a prefix: the path without the slash is only a redirect."""
    router = APIRouter(prefix="/users")
    router.get("/")(lambda: [])
    app = FastAPI()
    app.include_router(router)

    assert ask(app, "/users").status_code == 307
    assert ask(app, "/users").headers["location"] == "http://test/users/"


def test_an_empty_path_does_not_redirect() -> None:
    """`@router.get("")` answers at the prefix itself."""
    router = APIRouter(prefix="/users")
    router.get("")(lambda: [])
    app = FastAPI()
    app.include_router(router)

    assert ask(app, "/users").status_code == 200


def test_a_prefix_begins_with_a_slash() -> None:
    """A prefix without its slash stops the program."""
    with pytest.raises(AssertionError, match="must start with '/'"):
        APIRouter(prefix="users")


def test_on_event_is_deprecated() -> None:
    """`@app.on_event` warns."""
    with pytest.warns(DeprecationWarning, match="on_event is deprecated"):
        FastAPI().on_event("startup")


def test_on_event_beside_a_lifespan_is_skipped() -> None:
    """With a lifespan, `on_event` functions are not called, and nobody says so."""
    happened = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        happened.append("lifespan")
        yield

    app = FastAPI(lifespan=lifespan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        app.on_event("startup")(lambda: happened.append("on_event"))
        app.on_event("shutdown")(lambda: happened.append("on_event"))
    live(app)

    assert happened == ["lifespan"]


def test_a_failed_lifespan_is_exit_status_3(capsys: pytest.CaptureFixture[str]) -> None:
    """What a lifespan raises ends uvicorn with exit status 3."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        raise ValueError("no model")
        yield

    with pytest.raises(SystemExit) as ended:
        uvicorn.run(FastAPI(lifespan=lifespan), log_config=None, loop="asyncio", port=0)

    assert ended.value.code == 3


def timed(clock: Any) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def stamp(request: Request, call_next: Any) -> Any:
        began = clock()
        response = await call_next(request)
        response.headers["X-Process-Time"] = str(clock() - began)
        return response

    @app.get("/good")
    async def good() -> str:
        return "good"

    @app.get("/bad")
    async def bad() -> str:
        raise RuntimeError

    return app


def test_middleware_does_not_see_the_500() -> None:
    """The 500 of an exception is made outside of middleware: no header on it."""
    app = timed(time.perf_counter)

    assert "x-process-time" in ask(app, "/good").headers
    assert ask(app, "/bad").status_code == 500
    assert "x-process-time" not in ask(app, "/bad").headers


def test_wall_clock_can_run_backwards() -> None:
    """A clock that is set back during a request makes the time negative."""
    clock = iter([1_000.0, 950.0])

    assert ask(timed(lambda: next(clock)), "/good").headers["x-process-time"] == "-50.0"
    assert time.get_clock_info("time").adjustable
    assert not time.get_clock_info("perf_counter").adjustable


def test_an_http_exception_in_middleware_is_a_500() -> None:
    """Middleware is outside of what turns HTTPException into an answer."""
    app = FastAPI()

    @app.middleware("http")
    async def refuse(request: Request, call_next: Any) -> Any:
        raise HTTPException(401)

    assert ask(app, "/").status_code == 500


def test_a_foreign_key_in_dotenv_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without extra="ignore", a variable of another tool in `.env` is refused."""
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("OTHER_TOOL=1\n")

    class Strict(BaseSettings):
        model_config = SettingsConfigDict(env_file=".env")

    class Lenient(BaseSettings):
        model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Strict()
    Lenient()


def test_an_empty_secret_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret without a minimum length may be empty."""
    monkeypatch.setenv("SECRET_KEY", "")

    class Settings(BaseSettings):
        secret_key: SecretStr

    assert Settings().secret_key.get_secret_value() == ""


def test_repr_shows_a_plain_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """repr prints a `str`, and only stars for a `SecretStr`."""
    monkeypatch.setenv("SECRET_KEY", SECRET)

    class Plain(BaseSettings):
        secret_key: str

    class Hidden(BaseSettings):
        secret_key: SecretStr

    assert SECRET in repr(Plain())
    assert SECRET not in repr(Hidden())


def test_the_error_echoes_a_refused_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """SecretStr does not keep a refused value out of the error; hide_input_in_errors does."""
    monkeypatch.setenv("SECRET_KEY", SECRET)

    class Loud(BaseSettings):
        secret_key: Annotated[SecretStr, Field(min_length=32)]

    class Quiet(BaseSettings):
        model_config = SettingsConfigDict(hide_input_in_errors=True)
        secret_key: Annotated[SecretStr, Field(min_length=32)]

    with pytest.raises(ValidationError, match=SECRET):
        Loud()
    with pytest.raises(ValidationError) as refused:
        Quiet()
    assert SECRET not in str(refused.value)
    assert "secret_key" in str(refused.value)


def test_class_config_is_deprecated() -> None:
    """`class Config` in settings warns."""
    with pytest.warns(PydanticDeprecatedSince20):

        class Settings(BaseSettings):
            class Config:
                env_file = ".env"


def test_a_tuple_is_no_status() -> None:
    """`return body, 503` is an answer 200 with a list in it."""
    app = FastAPI()
    app.get("/health")(lambda: ({"status": "unavailable"}, 503))
    answer = ask(app, "/health")

    assert (answer.status_code, answer.json()) == (200, [{"status": "unavailable"}, 503])


def test_a_route_beside_the_router_is_noticed(
    course: Course, hosts: Launcher, tmp_path: Path
) -> None:
    """The capstone's router check fails for a route that hangs on the app."""
    lesson = course.lesson("8")
    files = corpus.solved(lesson)
    route = (
        '\n\n@app.get("/api/v1/users/{user_id}/models")\ndef models(user_id: int) -> None: ...\n'
    )
    corpus.lay(tmp_path, lesson, files | {"main.py": files["main.py"] + route})
    step = check(course, tmp_path, [lesson], steps=["8.6"], hosts=hosts).lessons[0].steps[0]

    assert step.failure is not None
    assert 'has no tag "users"' in step.failure.summary
