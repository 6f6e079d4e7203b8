"""Checks of lesson 8."""

from __future__ import annotations

import base64
import contextlib
import difflib
import json
import math
import re
import select
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest
from jose import jwt

from checker.expect import disk
from checker.expect.answer import Answer
from checker.expect.app import App
from checker.expect.bench import Started
from checker.expect.compare import A_NUMBER, A_TEXT, ANYTHING
from checker.expect.fresh import Fresh
from checker.expect.http import Asked

USERS = "/api/v1/users"

# -- 8.1 -------------------------------------------------------------------------------


@pytest.mark.step("8.1")
def test_list_is_under_api_v1(app: App, fresh: Fresh) -> None:
    """GET /api/v1/users gives the list."""
    people = [{"id": fresh.number(), "name": fresh.name()} for _ in range(2)]
    app.tell("directory.publishers", people)
    answer = app.get(USERS)
    paths = app.openapi().get("paths", {})
    if answer.status in {307, 308, 404, 405} and f"{USERS}/" in paths:
        app.fail(
            answer,
            f"The list is at {USERS}/, with a slash at the end.",
            f"200 and the list at {USERS}",
            f"{answer.status}, {answer.header('location') or 'no GET here'}",
            'the path of this route is what comes after the prefix: nothing, @router.get("")',
            place=app.region("api/v1/users.py"),
        )
    elsewhere = [path for path in paths if "user" in path and path != USERS]
    if answer.status == 404 and elsewhere:
        app.fail(
            answer,
            f"The list is not at {USERS}.",
            f"200 at {USERS}",
            f"404; your app has {', '.join(elsewhere[:3])}",
            'prefix="/users" belongs to the router, prefix="/api/v1" to include_router',
            place=app.region(),
        )
    if answer.status == 404:
        app.fail(
            answer,
            f"There is no GET {USERS} yet.",
            "200 and the list",
            "404, your app has no such route",
            "write the route in api/v1/users.py, and include its router in main.py",
            place=app.region(),
        )
    answer.expect_ok().expect_json(people, next="return what directory.publishers() gives")


@pytest.mark.step("8.1")
def test_list_has_its_tag(app: App) -> None:
    """The docs show the route under the tag "users"."""
    operation = app.openapi().get("paths", {}).get(USERS, {}).get("get", {})
    tags = operation.get("tags") or []
    mounted = app.called("mount")
    if not operation and mounted:
        app.fail(
            None,
            "The router is mounted, so the app answers for it and does not know its routes.",
            f"GET {USERS} in the OpenAPI document",
            "no such path there",
            'app.include_router(users.router, prefix="/api/v1") in the place of app.mount(…)',
            place=mounted,
        )
    if "users" not in tags:
        app.fail(
            None,
            f'GET {USERS} has no tag "users" in the OpenAPI document.',
            '"tags": ["users"]',
            f'"tags": {json.dumps(tags)}',
            'give the router tags=["users"]',
            place=app.region("api/v1/users.py"),
        )


@pytest.mark.step("8.1")
@pytest.mark.parametrize("path", ["/users", "/api/v1"])
def test_list_is_nowhere_else(app: App, path: str) -> None:
    """The list is at one place only."""
    app.get(path).expect(
        404, 405, summary=f"{path} answers too.", next="include the router once, with both prefixes"
    )


# -- 8.2 -------------------------------------------------------------------------------

MARKS = {
    ("returned", "services.connect_registry"): "connected",
    ("called", "services.load_model"): "loaded",
    ("returned", "services.disconnect_registry"): "disconnected",
    ("ready", None): "serving",
    ("stopped", None): "ended",
}


def _story(started: Started) -> list[str]:
    """What happened from start to end, in order, in the words of MARKS."""
    marks = (MARKS.get((event["event"], event.get("name"))) for event in started.events)
    return [mark for mark in marks if mark]


@contextmanager
def _model_file(app: App, text: str) -> Iterator[None]:
    with _planted(app, "model.json", text):
        yield


@contextmanager
def _planted(app: App, name: str, text: str) -> Iterator[None]:
    """A file in the app's folder, as long as this lasts."""
    file = app.files / name
    try:
        disk.write(file, text.encode())
    except OSError as error:
        app.fail(
            None,
            f"We cannot put a file {name} into your app's folder.",
            "a folder that can be written to",
            f"{error}",
            "leave that file to us: your code only reads it",
        )
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            disk.remove(file)


@pytest.mark.step("8.2")
def test_start_and_end_in_order(app: App) -> None:
    """Connect, load, serve, disconnect: once each and in this order."""
    story = _story(app.usual_start())
    serving = story.index("serving") if "serving" in story else len(story)
    start, end = story[:serving], story[serving:]
    wanted = "connected, loaded, serving, disconnected, ended"
    problems = [
        (
            "connected" not in start,
            "The app serves without being connected to the registry.",
            "await services.connect_registry() before the yield of a lifespan, and give "
            "that to FastAPI(lifespan=…)",
        ),
        (
            "loaded" not in start,
            "The app serves before its model is loaded.",
            "call services.load_model() in the lifespan, before the yield",
        ),
        (
            "disconnected" in start,
            "The registry is disconnected before the app serves.",
            "disconnect after the `yield`",
        ),
        (
            start.index("loaded") < start.index("connected") if len({*start}) > 1 else False,
            "The model is loaded before the registry is connected.",
            "connect first: await services.connect_registry(), then load",
        ),
        (
            "disconnected" not in end,
            "The registry stays connected when the app ends.",
            "await services.disconnect_registry() after the lifespan's yield; with a "
            "lifespan, @app.on_event functions are not called",
        ),
        (
            story != wanted.split(", "),
            "Something of the start or the end happens more than once.",
            "call each of the three services once",
        ),
    ]
    for wrong, summary, advice in problems:
        if wrong:
            app.fail(None, summary, wanted, ", ".join(story), advice)


@pytest.mark.step("8.2")
def test_lifespan_and_no_events(app: App) -> None:
    """The start and the end stand in a lifespan."""
    place = app.called("on_event", "add_event_handler")
    if place is not None:
        app.fail(
            None,
            "The start and the end are @app.on_event functions, which are deprecated.",
            "one lifespan for both: FastAPI(lifespan=…)",
            "on_event; beside a lifespan it would be left out without a word",
            "move the start before the yield of a lifespan, and the end behind it",
            place=place,
        )


@pytest.mark.step("8.2")
def test_model_is_the_loaded_one(app: App, fresh: Fresh) -> None:
    """GET /model gives the model of the start, without loading it again."""
    model = {"name": fresh.name(), "version": f"{fresh.number()}.0"}
    with _model_file(app, json.dumps(model)):
        app.restart()
        answer = app.get("/model").expect_ok()
    answer.expect_json(model, next="return the model that the lifespan loaded")
    if app.calls("services.load_model"):
        app.fail(
            answer,
            "The model was loaded again for a request.",
            "load_model() called once, at the start",
            "called again when /model was asked",
            "keep what the lifespan loaded: yield {…: model}, then request.state.…",
        )


@pytest.mark.step("8.2")
def test_failed_start(app: App, fresh: Fresh) -> None:
    """A model that cannot be loaded is a failed start."""
    with _model_file(app, "{" + fresh.word()):
        started = app.try_start()
    if started.ok:
        app.fail(
            None,
            "The app serves although its model could not be loaded.",
            "a start that fails",
            "it started, and answers requests without a model",
            "let the exception of load_model() through; don't catch it in the lifespan",
        )
    if started.status != 3:
        app.fail(
            None,
            "The failed start does not end the way uvicorn ends it.",
            "exit status 3",
            f"exit status {started.status}",
            "let the exception through instead of ending the program yourself",
        )
    if "disconnected" not in _story(started):
        app.fail(
            None,
            "When the model cannot be loaded, the registry stays connected.",
            "connected, disconnected",
            ", ".join(_story(started)),
            "load inside of a `try`, and disconnect in its `finally`",
        )


@pytest.mark.step("8.2")
@pytest.mark.parametrize(("key", "value"), [("title", "Model Hub"), ("version", "1.0.0")])
def test_title_and_version_stay(app: App, key: str, value: str) -> None:
    """The app keeps the title and the version it came with."""
    found = app.openapi().get("info", {}).get(key)
    if found != value:
        app.fail(
            None,
            f"The app lost its {key}.",
            f"{value!r} in the docs",
            f"{found!r}",
            f"keep {key}={value!r} beside the lifespan",
            place=app.region(),
        )


# -- 8.3 -------------------------------------------------------------------------------


def _expect_header(app: App, answer: Answer, name: str, advice: str) -> str:
    value = answer.header(name)
    if not value:
        app.fail(
            answer,
            f"An answer with status {answer.status} has no {name}.",
            f"{name}: …",
            f"{answer.status}, without {name}",
            advice,
            place=app.region(),
        )
    return value


def _expect_time(app: App, answer: Answer, waited: float) -> None:
    advice = "measure around the whole app, and set the header on every answer"
    if answer.status == 500:
        advice = (
            "catch what call_next raises, log it, and go on with a 500 response of your own: a "
            "`raise` there throws your response away"
            if _is_a_function(app)
            else "catch what self.app raises, send a 500 with both headers, and raise it again"
        )
    value = _expect_header(app, answer, "X-Process-Time", advice)
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    problem = ""
    if not math.isfinite(seconds):
        problem = "X-Process-Time is not a number."
    elif seconds < 0:
        problem = "X-Process-Time is less than nothing."
    elif seconds > waited + 0.1:
        problem = "X-Process-Time says more than the request took."
    if problem:
        app.fail(
            answer,
            problem,
            "X-Process-Time: the seconds that it took, such as 0.0123",
            f"X-Process-Time: {value}",
            "send the seconds alone: time.perf_counter() at the end minus that at the beginning",
            place=app.region(),
        )


def _is_a_function(app: App) -> bool:
    """Whether the middleware is @app.middleware or a dispatch method: both use call_next."""
    return app.called("call_next") is not None


def _timed(app: App, path: str, **parts: Any) -> tuple[Answer, float]:
    began = time.perf_counter()
    answer = app.get(path, **parts)
    return answer, time.perf_counter() - began


@pytest.mark.step("8.3")
def test_time_on_success(app: App) -> None:
    """A good answer says how long it took."""
    answer, waited = _timed(app, "/ping")
    raised = answer.raised if isinstance(answer.raised, dict) else {}
    told = f"{raised.get('type')}: {raised.get('message')}"
    if "NoneType" in told and "callable" in told:
        app.fail(
            answer,
            "Your middleware does not hand the response on.",
            "200 from /ping, as before",
            f"500, {told}",
            "end it with `return response`",
            place=app.region(),
        )
    if "'Header' object" in told:
        app.fail(
            answer,
            "Header() is for routes: FastAPI fills in no parameters of a middleware.",
            "200 from /ping, as before",
            f"500, {told}",
            'read it from the request: request.headers.get("X-Request-ID")',
            place=app.region(),
        )
    if told.startswith("HTTPException"):
        app.fail(
            answer,
            "An HTTPException in middleware is a 500: nobody turns it into an answer there.",
            "200 from /ping, as before",
            f"500, {told}",
            "in middleware, return a response instead; here none has to be refused",
        )
    answer.expect(200, summary="With your middleware, /ping is answered differently.")
    _expect_time(app, answer, waited)


@pytest.mark.step("8.3")
@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/estimate?size=x", 422)])
def test_time_on_refusals(app: App, path: str, status: int) -> None:
    """A 404 and a 422 say it too."""
    answer, waited = _timed(app, path)
    answer.expect(status, summary=f"What was a {status} is no longer one.")
    _expect_time(app, answer, waited)


@pytest.mark.step("8.3")
def test_time_and_id_on_failure(app: App, fresh: Fresh) -> None:
    """An exception in a route is still a 500, and has both headers."""
    reason, mine = fresh.word(12), fresh.uuid4()
    app.break_service("services.estimate_hours", reason)
    params, headers = {"size": fresh.number()}, {"X-Request-ID": mine}
    answer, waited = _timed(app, "/estimate", params=params, headers=headers)
    answer.expect(
        500,
        summary="An exception in a route no longer ends as a 500.",
        next="answer with a 500 in your middleware",
    )
    if reason in answer.text:
        app.fail(
            answer,
            "The 500 tells the client what went wrong inside.",
            "nothing of the exception in the answer",
            answer.told(),
            "answer with words of your own, and leave the exception to the log",
        )
    _expect_time(app, answer, waited)
    _expect_id(app, answer, mine)
    _expect_in_log(app, answer, reason)


def _expect_in_log(app: App, answer: Answer, reason: str) -> None:
    """What goes out of the app unhandled is logged by the server."""
    told = [f"{r['message']} {(r['error'] or {}).get('message')}" for r in app.logged()]
    if not answer.raised and not any(reason in line for line in told):
        app.fail(
            answer,
            "What the route raised is not in the log: you will never learn why it failed.",
            f"a line in the log with the exception: {reason}",
            f"only {told[-1][:60]}" if told else "nothing in the log",
            "log it in your `except` block: logger.exception(…)"
            if _is_a_function(app)
            else "raise it again in your `except` block, or log it: logger.exception(…)",
            place=app.region(),
        )


def _expect_id(app: App, answer: Answer, sent: str) -> None:
    value = _expect_header(app, answer, "X-Request-ID", "set it where you set X-Process-Time")
    if value != sent:
        app.fail(
            answer,
            "The request's own X-Request-ID did not come back.",
            f"X-Request-ID: {sent}",
            f"X-Request-ID: {value}",
            "read it from the request's headers, and make one only if there is none",
            place=app.region(),
        )


@pytest.mark.step("8.3")
@pytest.mark.parametrize("path", ["/ping", "/nowhere"])
def test_id_is_kept(app: App, fresh: Fresh, path: str) -> None:
    """The client's X-Request-ID comes back."""
    mine = fresh.uuid4()
    _expect_id(app, app.get(path, headers={"X-Request-ID": mine}), mine)


@pytest.mark.step("8.3")
def test_id_is_made(app: App) -> None:
    """Without one, each request gets an id of its own."""
    advice = "make one with uuid.uuid4() when the client sent none"
    first, second = (
        _expect_header(app, answer, "X-Request-ID", advice)
        for answer in (app.get("/ping"), app.get("/ping"))
    )
    if first == second:
        app.fail(
            None,
            "Two requests got the same X-Request-ID.",
            "two different ids",
            f"{first}, twice",
            "make the id anew for each request, inside of the middleware's function",
        )


@pytest.mark.step("8.3")
def test_clock_that_is_set_back(app: App, fresh: Fresh) -> None:
    """The time is right even when somebody sets the clock back meanwhile."""
    app.watch("/time.time")  # as good as unwatched once this check has ended
    with app.hold("services.estimate_hours"):
        pending = app.start("GET", f"/estimate?size={fresh.number()}")
        app.wait_for_calls("services.estimate_hours", unless=[pending])
        app.tell("/time.time", 1_000_000.0)
    answer = pending.answer().expect_ok()
    if answer.header("X-Process-Time").startswith("-"):
        app.fail(
            answer,
            "X-Process-Time is wrong when the clock is set back during a request.",
            "X-Process-Time: 0 or more",
            f"X-Process-Time: {answer.header('X-Process-Time')}",
            "measure with time.perf_counter(): it only runs forward",
            place=app.region(),
        )


CLOCKS = (
    (
        ("now", "utcnow", "today", ".time"),
        "X-Process-Time is measured with the time of day, and that clock is set now and then.",
        "the difference of two times of the day",
        "measure with time.perf_counter(): it only runs forward",
    ),
    (
        ("process_time", "process_time_ns", "thread_time", "thread_time_ns"),
        "X-Process-Time leaves out all the time in which the app waits.",
        "a clock that only counts the work of the processor",
        "measure with time.perf_counter(): it also runs while your app waits",
    ),
)


@pytest.mark.step("8.3")
@pytest.mark.parametrize(("names", "summary", "got", "advice"), CLOCKS, ids=["day", "processor"])
def test_clock(app: App, names: tuple[str, ...], summary: str, got: str, advice: str) -> None:
    """The time is measured with a clock for durations."""
    place = app.called(*names)
    if place is not None and not app.called("perf_counter", "perf_counter_ns", "monotonic"):
        app.fail(None, summary, "a clock that runs forward, always", got, advice, place=place)


# -- 8.4 -------------------------------------------------------------------------------


@contextmanager
def _dotenv(app: App, **lines: str) -> Iterator[None]:
    with _planted(app, ".env", "".join(f"{key}={value}\n" for key, value in lines.items())):
        yield


def _hub_name(started: Started) -> str:
    """The name that the app wrote into its log when it started."""
    logged = [str(e["message"]) for e in started.events if e["event"] == "logged"]
    return next((text.partition(" starts with")[0] for text in logged if " starts " in text), "")


def _everything(started: Started) -> str:
    """All that a failed or good start has said anywhere."""
    return started.output + json.dumps(started.events, ensure_ascii=False)


def _why(started: Started) -> str:
    return started.error.message if started.error else "it started"


@pytest.mark.step("8.4")
def test_environment_and_dotenv_are_read(app: App, fresh: Fresh) -> None:
    """Settings come from the environment, then from .env; the secret is not printed."""
    name, other, key = fresh.name(), fresh.name(), f"{fresh.word().upper()}_URL"
    secret = fresh.password(32)
    with _dotenv(app, HUB_NAME=other, SECRET_KEY=secret, **{key: fresh.word()}):
        started = app.try_start({"HUB_NAME": name, "SECRET_KEY": None})
    if not started.ok:
        foreign = key.lower() in _why(started).lower()
        app.fail(
            None,
            "A variable of another tool in .env stops the start."
            if foreign
            else "The app does not start with its SECRET_KEY in the file .env.",
            f"a good start: .env has a SECRET_KEY of 32 characters, HUB_NAME, and {key}",
            _why(started),
            'extra="ignore" in SettingsConfigDict'
            if foreign
            else 'model_config = SettingsConfigDict(env_file=".env", …)',
        )
    if _hub_name(started) == other:
        app.fail(
            None,
            "HUB_NAME in .env went before the one in the environment.",
            f"{name!r}, from the environment",
            f"{other!r}, from .env",
            "let BaseSettings read both; it takes the environment first",
        )
    if _hub_name(started) != name:
        app.fail(
            None,
            "HUB_NAME in the environment has no effect.",
            f"settings.hub_name is {name!r}",
            f"it is {_hub_name(started)!r}",
            "let Settings inherit from BaseSettings, with a field hub_name: str",
        )
    if secret in _everything(started):
        app.fail(
            None,
            "The secret stands in the log.",
            "stars in its place",
            next((line for line in _everything(started).split('"') if secret in line), "")[:200],
            "make it a SecretStr: printed, it is only stars",
        )


@pytest.mark.step("8.4")
def test_defaults_hold(app: App) -> None:
    """Without a variable, the default stays."""
    app.get("/about").expect_ok().expect_json(
        {"hub_name": "Model Hub"},
        summary="The hub's name has lost its default.",
        next='hub_name: str = "Model Hub"',
    )


@pytest.mark.step("8.4")
def test_missing_secret(app: App) -> None:
    """Without SECRET_KEY the app does not start, and says why."""
    started = app.try_start({"SECRET_KEY": None})
    by_hand = app.called("getenv", "get", file="config.py")
    if started.ok and by_hand:
        app.fail(
            None,
            "The app starts without a SECRET_KEY, because os.getenv() has a value in any case.",
            "a start that fails",
            "it started: what is not there is None then, or the default in the brackets",
            "declare secret_key without a value: BaseSettings reads the environment by itself",
            place=by_hand,
        )
    if started.ok:
        app.fail(
            None,
            "The app starts without a SECRET_KEY.",
            "a start that fails",
            "it started, with a secret that everybody can read in the code",
            "take the default of secret_key away",
        )
    _expect_named(app, started)


def _expect_named(app: App, started: Started) -> None:
    if "secret_key" not in _why(started).lower():
        app.fail(
            None,
            "The failed start does not say which setting is wrong.",
            "an error that names secret_key",
            _why(started),
            "let Settings check it: its error names the field",
        )


@pytest.mark.step("8.4")
def test_weak_secret(app: App, fresh: Fresh) -> None:
    """A secret that is too short stops the start, and is not shown."""
    secret = fresh.password(31)
    started = app.try_start({"SECRET_KEY": secret})
    if started.ok:
        app.fail(
            None,
            "A SECRET_KEY of 31 characters was accepted.",
            "a start that fails",
            "it started",
            "give secret_key a minimum length: Field(min_length=32)",
        )
    if secret in _everything(started):
        app.fail(
            None,
            "The error of the failed start shows the secret that was refused.",
            "an error without the secret",
            _why(started),
            "hide_input_in_errors=True in SettingsConfigDict",
        )
    _expect_named(app, started)


@pytest.mark.step("8.4")
@pytest.mark.parametrize(
    ("name", "value"),
    [("database_url", "'sqlite+aiosqlite:///hub.db'"), ("token_minutes", "30")],
)
def test_other_defaults_hold(app: App, name: str, value: str) -> None:
    """The other settings keep their defaults too, as main.py logs them."""
    logged = _everything(app.usual_start())
    found = re.search(rf"\b{name}=('[^']*'|[^,\s)]+)", logged)
    if found and found[1] != value:  # a repr of your own may well leave it out
        app.fail(
            None,
            f"{name} has lost its default.",
            f"{name}={value}",
            f"{name}={found[1]}",
            "keep the defaults that the fields came with",
        )


# -- 8.5 -------------------------------------------------------------------------------

PARTS = ["database", "storage"]
ALL_WELL = dict.fromkeys(PARTS, "ok")


def _expect_down(app: App, answer: Answer, part: str) -> None:
    if answer.status == 200 and isinstance(answer.json, list):
        app.fail(
            answer,
            "The status stands in the body, and the answer itself says 200.",
            "503, and an object",
            answer.told(),
            "set response.status_code on a parameter `response: Response`",
        )
    expected = {"RuntimeError", "TimeoutError", "CancelledError"}  # the parts raise these
    if answer.status == 500 and answer.error and answer.error["type"] in expected:
        app.fail(
            answer,
            f"/health itself fails while the {part} is down.",
            f'503, with "{part}": "down"',
            f"500, {answer.error['type']}",
            "catch what the check raises, with `except Exception`, and note it as down",
        )
    if answer.status == 503 and isinstance(answer.json, dict) and [*answer.json] == ["detail"]:
        app.fail(
            answer,
            "An HTTPException puts what you give it inside of `detail`.",
            '{"status": "unavailable", "parts": {…}}',
            answer.told(),
            "raise nothing: set response.status_code = 503, and return the body as it is",
        )
    answer.expect(
        503,
        summary=f"/health answers {answer.status} while the {part} is down.",
        next="answer 503 when one part is down: response.status_code = 503",
    )
    answer.expect_json(
        {"status": "unavailable", "parts": ALL_WELL | {part: "down"}},
        exact=False,
        summary=f"The body does not say that the {part} is down, and it alone.",
        next='fill "parts" with one word for each part: "ok" or "down"',
    )


@pytest.mark.step("8.5")
def test_live(app: App) -> None:
    """GET /health/live says that the app lives."""
    answer = app.get("/health/live").expect_ok()
    answer.expect_json({"status": "ok"}, exact=False)
    if any(app.calls(f"services.check_{part}") for part in PARTS):
        app.fail(
            answer,
            "/health/live asks the parts; when one hangs, it hangs too.",
            "an answer without asking anybody",
            "a call of a services.check_… function",
            'return {"status": "ok"} and nothing else',
        )


@pytest.mark.step("8.5")
def test_ready(app: App) -> None:
    """GET /health asks both parts, and says that both are well."""
    answer = app.get("/health").expect_ok().expect(200, next="answer 200 when all is well")
    answer.expect_json({"status": "ok", "parts": ALL_WELL}, exact=False)
    for part in PARTS:
        if not app.calls(f"services.check_{part}"):
            app.fail(
                answer,
                f"/health says that the {part} is well without asking it.",
                f"a call of services.check_{part}()",
                "none",
                f"await services.check_{part}() for each request",
            )


@pytest.mark.step("8.5")
@pytest.mark.parametrize("part", PARTS)
def test_part_is_down(app: App, fresh: Fresh, part: str) -> None:
    """A part that is down makes it 503, and is named. Its error text stays inside."""
    reason = f"no route to {fresh.word(8)}.internal"
    app.break_service(f"services.check_{part}", reason)
    answer = app.get("/health")
    _expect_down(app, answer, part)
    if reason in answer.text:
        app.fail(
            answer,
            "The error's text goes out to the client.",
            f'"{part}": "down", and no more',
            answer.told(),
            "write the reason into your log, and send one word",
        )


@pytest.mark.step("8.5")
@pytest.mark.parametrize("part", PARTS)
def test_part_hangs(app: App, part: str) -> None:
    """A part that hangs counts as down, and the answer does not wait for it."""
    service = f"services.check_{part}"
    with app.hold(service):
        pending = app.start("GET", "/health")
        app.wait_for_calls(service, 2, unless=[pending])  # until the answer, or time is up
        if not select.select([pending.raw], [], [], 0)[0]:
            app.fail(
                pending.asked,
                f"/health gives no answer while the {part} hangs.",
                "503 after services.PATIENCE seconds",
                "none",
                "ask the part inside of: async with asyncio.timeout(services.PATIENCE)",
            )
        _expect_down(app, pending.answer(), part)
        app.get("/health/live").expect_ok(
            summary=f"/health/live fails while the {part} hangs.",
            next="let /health/live ask nobody",
        )


@pytest.mark.step("8.5")
def test_live_asks_nobody(app: App, fresh: Fresh) -> None:
    """/health/live is well while all parts are down."""
    for part in PARTS:
        app.break_service(f"services.check_{part}", fresh.word())
    app.get("/health/live").expect_ok(
        summary="/health/live fails when a part is down.", next="let /health/live ask nobody"
    )


# -- 8.6 -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """An account that was just made, and what one needs to use it."""

    id: int
    email: str
    name: str
    password: str
    token: str = ""

    @property
    def public(self) -> dict[str, Any]:
        return {"id": self.id, "email": self.email, "name": self.name}

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def _new_account(fresh: Fresh) -> dict[str, str]:
    return {"email": fresh.email(), "password": fresh.password(), "name": fresh.name()}


def _there(app: App, answer: Answer) -> Answer:
    """Demand that the router has a route for this request, whatever it answers."""
    method, rest = answer.asked.method, answer.asked.path.removeprefix(USERS)
    paths = app.openapi().get("paths", {})
    last = rest.removeprefix("/")
    shapes = [USERS + rest]
    if last.isdigit():
        shapes, rest = [p for p in paths if p.startswith(f"{USERS}/{{")], "/{user_id}"
    known = any(method.lower() in paths.get(path, {}) for path in shapes)
    by_id = answer.status == 422 and last.isalpha() and '"path"' in answer.text
    if not known and paths and (answer.status in {404, 405} or by_id):
        mine = [f"{m.upper()} {p}" for p in paths if p.startswith(USERS) for m in paths[p]]
        others = [p.removeprefix(USERS) for p in paths if method.lower() in paths[p]]
        alike = difflib.get_close_matches(rest, others, n=1, cutoff=0.8) if last else []
        app.fail(
            answer,
            f"There is no {method} {USERS}{rest} yet.",
            "a route for it, on the router",
            f"{answer.status}; the app has {', '.join(mine[:6]) or f'no route below {USERS}'}",
            f"spell the path exactly as the step does, not {alike[0]}"
            if alike
            else "write a new function for it in api/v1/users.py: "
            f'@router.{method.lower()}("{rest}", …)',
            place=app.region("api/v1/users.py"),
            sure=True,
        )
    return answer


def _register(app: App, fresh: Fresh) -> Account:
    body = _new_account(fresh)
    answer = _there(app, app.post(USERS, json=body)).expect(201)
    answer.expect_json(
        {"id": A_NUMBER, "email": body["email"], "name": body["name"]},
        summary="A new account is answered with more, or less, than id, email and name.",
        next="answer with id, email and name alone: response_model",
    )
    return Account(answer.json["id"], **body)


def _reader(app: App, fresh: Fresh) -> Account:
    """An account that is logged in, for checks that leave it as it is."""
    return app.once("reader", lambda: _log_in(app, fresh))


def _log_in(app: App, fresh: Fresh) -> Account:
    account = _register(app, fresh)
    form = {"username": account.email, "password": account.password}
    answer = _there(app, app.post(f"{USERS}/token", data=form))
    if answer.status == 500 and answer.error:
        _demand_only_a_hash(app, account)
        answer.expect(200)
    answer.expect_ok(
        summary="A new account cannot log in.",
        next="commit the new account, and look for it by the form's username",
    )
    answer.expect_json(
        {"access_token": A_TEXT, "token_type": "bearer"},
        exact=False,
        next='answer {"access_token": …, "token_type": "bearer"}',
    )
    return Account(**{**vars(account), "token": answer.json["access_token"]})


@pytest.mark.step("8.6")
def test_skill_path_operations(app: App, fresh: Fresh) -> None:
    """Path operations: POST makes an account, GET reads it."""
    account = _log_in(app, fresh)
    for path in (f"{USERS}/me", f"{USERS}/{account.id}"):
        answer = app.get(path, headers=account.headers)
        _expect_not_mistaken(app, _there(app, answer))
        answer.expect_ok().expect_json(account.public)


def _expect_not_mistaken(app: App, answer: Answer) -> None:
    """/me and /search are not the account with the id "me" or "search"."""
    path, _, last = answer.asked.path.rpartition("/")
    if answer.status == 422 and not last.isdigit() and '"path"' in answer.text:
        app.fail(
            answer,
            f"{path}/{last} was taken for {path}/{{user_id}}.",
            f"200, from a route for {path}/{last}",
            f'422, because "{last}" is no number',
            "write the fixed paths above the one with {user_id}",
        )


BAD: dict[str, dict[str, Any]] = {
    "no email address": {"email": "ada"},
    "a password of 7 characters": {"password": "kT3x9!a"},
    "a password of 74 bytes": {"password": "é" * 37},
    "an empty name": {"name": ""},
    "a name of 101 characters": {"name": "n" * 101},
    "no name": {"name": None},
}
ADVICE = {
    "email": "email: EmailStr",
    "password": "at least 8 characters, and at most 72 bytes: len(password.encode())",
    "name": "1 to 100 characters: Field(min_length=1, max_length=100)",
}


@pytest.mark.step("8.6")
@pytest.mark.parametrize("what", BAD)
def test_skill_schemas(app: App, fresh: Fresh, what: str) -> None:
    """Schemas: what does not fit is refused."""
    field, value = next(iter(BAD[what].items()))
    body = {k: v for k, v in {**_new_account(fresh), field: value}.items() if v is not None}
    app.post(USERS, json=body).expect_refused(
        summary=f"A new account with {what} was not refused.", next=ADVICE[field]
    )


@pytest.mark.step("8.6")
def test_skill_http_exception(app: App, fresh: Fresh) -> None:
    """HTTPException: an unknown account is a 404, a taken email a 409."""
    account = _reader(app, fresh)
    unknown = fresh.number(900_000, 999_999)
    missing = app.get(f"{USERS}/{unknown}", headers=account.headers).expect(
        404,
        summary="An account that does not exist is not a 404.",
        next="when the session finds none: raise HTTPException(404, …)",
    )
    taken = app.post(USERS, json=_new_account(fresh) | {"email": account.email})
    if taken.status == 500 and taken.error:
        app.fail(
            taken,
            "A second account with the same email is a 500.",
            "409, and a detail that says why",
            f"500, {taken.error['type']}",
            "catch IntegrityError around the commit: raise HTTPException(409, …)",
        )
    taken.expect(
        409,
        summary="A second account with the same email is not a 409.",
        next="catch IntegrityError around the commit: raise HTTPException(409, …)",
    )
    for answer in (missing, taken):
        answer.expect_json({"detail": A_TEXT}, exact=False)
        if answer.json["detail"] == "Not Found":
            app.fail(
                answer,
                "The 404 does not say what is missing.",
                "a detail in your own words",
                answer.told(),
                'raise HTTPException(404, "…")',
            )


@pytest.mark.step("8.6")
def test_skill_response_model(app: App, fresh: Fresh) -> None:
    """response_model: the answers promise id, email and name, and show nothing else."""
    account = _reader(app, fresh)
    page = app.get(f"{USERS}/search", params={"limit": 100}, headers=account.headers)
    _expect_not_mistaken(app, _there(app, page))
    page.expect_ok().expect_json({"total": A_NUMBER, "items": ANYTHING})
    for item in page.json["items"]:
        if set(item) != set(account.public):
            app.fail(
                page,
                "The page shows more or less of an account than it should.",
                "id, email and name of each",
                ", ".join(item),
                "let the response_model of the page have items of your account's schema",
            )
    document = app.openapi()
    for path in ("me", "{user_id}"):
        shown = _promised(document, f"{USERS}/{path}")
        if shown != set(account.public):
            app.fail(
                None,
                f"The docs do not say what GET {USERS}/{path} answers with.",
                "a schema with id, email and name",
                ", ".join(sorted(shown)) or "none",
                "give the route a response_model",
                place=app.region("api/v1/users.py"),
            )


def _promised(document: dict[str, Any], path: str) -> set[str]:
    """The fields that the OpenAPI document promises for a GET."""
    paths = document.get("paths", {})
    shape = path.partition("{")[0] + "{"
    operation: Any = paths.get(path) or next((paths[p] for p in paths if p.startswith(shape)), {})
    content = operation.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    schema = document.get("components", {}).get("schemas", {}).get(name, schema)
    return set(schema.get("properties", {}))


@pytest.mark.step("8.6")
def test_skill_oauth2_jwt(app: App, fresh: Fresh) -> None:
    """OAuth2 + JWT: a token names its account and expires."""
    account = _reader(app, fresh)
    try:
        claims = jwt.get_unverified_claims(account.token)
    except Exception:
        claims = {}
    life = int(claims.get("exp", 0)) - time.time() if _is_number(claims.get("exp")) else 0
    problems = (
        (not claims, "The token is no JWT.", "make it with jwt.encode(…)"),
        ("exp" not in claims, "The token never expires.", "give its claims an `exp`"),
        (
            not 60 < life < 31 * 60,
            "The token does not end after token_minutes.",
            "`exp` is datetime.now(UTC) + timedelta(minutes=config.settings.token_minutes)",
        ),
        (
            claims.get("sub") != str(account.id),
            "The token does not name its account.",
            "`sub` is the account's id as text: str(user.id)",
        ),
    )
    for wrong, summary, advice in problems:
        if wrong:
            wanted = f'{{"sub": "{account.id}", "exp": 30 minutes from now}}'
            got = json.dumps(claims) if claims else "no JWT"
            app.fail(None, summary, wanted, got, advice, place=app.region("security.py"))
    schemes = app.openapi().get("components", {}).get("securitySchemes", {}).values()
    urls = [s.get("flows", {}).get("password", {}).get("tokenUrl", "") for s in schemes]
    if f"{USERS}/token" not in [f"/{url.lstrip('/')}" for url in urls]:
        app.fail(
            None,
            "The docs do not know where to log in.",
            f"{USERS}/token in the OpenAPI document",
            ", ".join(filter(None, urls)) or "no such place",
            f'OAuth2PasswordBearer(tokenUrl="{USERS}/token")',
            place=app.region("security.py"),
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    coded = (base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts)
    return ".".join(part.decode() for part in coded) + "."


@pytest.mark.step("8.6")
def test_tokens_that_are_refused(app: App, fresh: Fresh) -> None:
    """No token, or one that is not good any more or never was: 401."""
    account = _reader(app, fresh)
    secret = app.call("config.secret_key")
    good = {"sub": str(account.id), "exp": int(time.time()) + 600}
    tokens = {
        "no token": "",
        "a token signed with another key": jwt.encode(good, fresh.password(40), "HS256"),
        "an expired token": jwt.encode(good | {"exp": int(time.time()) - 600}, secret, "HS256"),
        "a token without a signature": _unsigned(good),
        "a token that names nobody": jwt.encode({"exp": good["exp"]}, secret, "HS256"),
        "a token without exp": jwt.encode({"sub": good["sub"]}, secret, "HS256"),
    }
    for what, token in tokens.items():
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        _expect_401(app.get(f"{USERS}/me", headers=headers), what)


def _expect_401(answer: Answer, what: str) -> None:
    answer.expect(
        401,
        summary=f"/me with {what} is not answered with 401.",
        next='give jwt.decode() options={"require_exp": True}'
        if "without exp" in what
        else "current_user raises HTTPException(401, …) whenever it knows no account",
    )
    if answer.header("WWW-Authenticate").lower() != "bearer":
        answer.expect_header(
            "WWW-Authenticate",
            "Bearer",
            summary=f"The 401 for {what} lacks the header WWW-Authenticate.",
            next='HTTPException(401, …, headers={"WWW-Authenticate": "Bearer"})',
        )


@pytest.mark.step("8.6")
@pytest.mark.parametrize("path", ["search", "1"])
def test_token_is_needed_everywhere(app: App, path: str) -> None:
    """The other routes that want a token refuse a request without one."""
    _there(app, app.get(f"{USERS}/{path}")).expect(
        401,
        summary=f"GET {USERS}/{path} works without a token.",
        next="let the route depend on current_user",
    )


@pytest.mark.step("8.6")
def test_wrong_logins_look_the_same(app: App, fresh: Fresh) -> None:
    """A wrong password and an unknown email get the same 401."""
    account = _register(app, fresh)
    answers = [
        app.post(f"{USERS}/token", data={"username": name, "password": fresh.password()})
        for name in (account.email, fresh.email())
    ]
    for answer in answers:
        answer.expect(
            401, summary="A log-in that is wrong is not answered with 401.", next="raise a 401"
        ).expect_header("WWW-Authenticate")
    if answers[0].body != answers[1].body:
        app.fail(
            answers[1],
            "The log-in tells who has an account.",
            f"the same answer as for a wrong password: {answers[0].told()}",
            answers[1].told(),
            "raise one and the same exception for both",
        )
    wrong, unknown = (_hashing(app, name, fresh) for name in (account.email, fresh.email()))
    if unknown != wrong:
        app.fail(
            answers[1],
            "An unknown email is answered "
            f"{'sooner' if unknown < wrong else 'later'}, so the time tells who has an account.",
            f"as much hashing as for a wrong password: {wrong}",
            f"{unknown or 'no'} call{'' if unknown == 1 else 's'} for an unknown email",
            "call passwords.verify_password() in any case: with None for an unknown email",
        )


def _hashing(app: App, email: str, fresh: Fresh) -> int:
    """How often bcrypt works for a log-in with a password that is wrong."""
    before = _bcrypt_works(app)
    app.post(f"{USERS}/token", data={"username": email, "password": fresh.password()})
    return _bcrypt_works(app) - before


def _bcrypt_works(app: App) -> int:
    """Calls of the given functions; verifying without a hash calls the other function."""
    verified = app.calls("passwords.verify_password")
    hashes = [[*call["args"], *call["kwargs"].values()] for call in verified]
    return sum(None not in values for values in hashes) + len(app.calls("passwords.hash_password"))


@pytest.mark.step("8.6")
def test_deleted_account(app: App, fresh: Fresh) -> None:
    """DELETE /me removes the account, and its token with it."""
    account = _log_in(app, fresh)
    answer = _there(app, app.delete(f"{USERS}/me", headers=account.headers)).expect(204)
    if answer.body:
        app.fail(answer, "A 204 has a body.", "none", answer.told(), "return nothing")
    if _rows(app.files / "hub.db", account.email):
        place = app.unawaited("commit", "delete")
        app.fail(
            answer,
            "DELETE /me answered 204, and the account is still in the database.",
            "no row with the account's email in the table users of hub.db",
            "the row is there"
            + (f": `{place.what}` is not awaited, so it did nothing" if place else ""),
            f"put `await` in front of that call of {place.what}()"
            if place
            else "await session.delete(user), and then await session.commit()",
            place=place,
            sure=True,
        )
    _expect_401(app.get(f"{USERS}/me", headers=account.headers), "a deleted account's token")


@pytest.mark.step("8.6")
def test_skill_depends(app: App, fresh: Fresh) -> None:
    """Depends: session and account come to the routes by injection."""
    account = _reader(app, fresh)
    app.override("security.current_user", account.public)
    app.get(f"{USERS}/search").expect_ok(
        summary="Swapping `current_user` through dependency_overrides has no effect.",
        next="let the route get its account by Depends(current_user)",
    )
    app.override("database.get_session", None)
    answer = app.get(f"{USERS}/search")
    if answer.status < 300:
        app.fail(
            answer,
            "Swapping `get_session` through dependency_overrides has no effect.",
            "a route that works with the session it is given (here None, so it fails)",
            f"{answer.status}: it has a session from elsewhere",
            "let the route get its session by Depends(get_session)",
        )


@pytest.mark.step("8.6")
def test_skill_async_def(app: App, fresh: Fresh) -> None:
    """async def: while a password is hashed, others are answered."""
    requests: list[tuple[str, str, dict[str, Any]]] = [
        ("passwords.hash_password", USERS, {"json": _new_account(fresh)}),
        ("passwords.verify_password", f"{USERS}/token", _form(_register(app, fresh))),
    ]
    for service, path, parts in requests:
        with app.hold(service):
            pending = app.start("POST", path, **parts)
            calls = app.wait_for_calls(service, unless=[pending])
            if not calls:
                app.fail(
                    pending.asked,
                    f"{service}() was not called.",
                    "the given function does the hashing",
                    "no call",
                    f"await asyncio.to_thread({service}, …)",
                )
            if calls[0]["on_server_loop"]:
                app.fail(
                    pending.asked,
                    "While a password is hashed, no other request is answered.",
                    "/ping answers meanwhile",
                    "the whole app stands still",
                    f"hash in a thread: await asyncio.to_thread({service}, …)",
                )
            app.get("/ping").expect_ok()
        pending.answer().expect_ok()


def _form(account: Account) -> dict[str, Any]:
    return {"data": {"username": account.email, "password": account.password}}


@pytest.mark.step("8.6")
def test_same_email_at_the_same_moment(app: App, fresh: Fresh) -> None:
    """Two ask for the same email at once: one gets it, the other a 409."""
    body = _new_account(fresh)
    with app.hold("passwords.hash_password"):
        both = [app.start("POST", USERS, json=body) for _ in range(2)]
        app.wait_for_calls("passwords.hash_password", 2, unless=both)
    answers = sorted((pending.answer() for pending in both), key=lambda a: a.status)
    if [answer.status for answer in answers] != [201, 409]:
        app.fail(
            answers[1],
            "Two people asked for the same email at once, and it went wrong.",
            "201 for one, 409 for the other",
            f"{answers[0].status} and {answers[1].told()}",
            "let the database decide: catch IntegrityError around the commit",
        )


@pytest.mark.step("8.6")
def test_pages(app: App, fresh: Fresh) -> None:
    """/search goes through all accounts page by page, oldest first."""
    accounts = [_register(app, fresh) for _ in range(3)]
    reader = _log_in(app, fresh)
    total = _page(app, reader, limit=1)["total"]
    if total < 4:
        _wrong_page(app, "limit=1: the total of all accounts, 4 or more", f"total {total}")
    skip = total - 4
    page = _page(app, reader, skip=skip, limit=3)
    ids = [item["id"] for item in page["items"]]
    if page["total"] != total or ids != [account.id for account in accounts]:
        wanted = f"skip={skip}&limit=3: total {total}, items {[a.id for a in accounts]}"
        _wrong_page(app, wanted, f"total {page['total']}, items {ids}")


def _wrong_page(app: App, expected: str, got: str) -> NoReturn:
    app.fail(
        None,
        "A page of /search does not hold what it should.",
        expected,
        got,
        "order by id, then offset(skip) and limit(limit); count all for the total",
        place=app.region("api/v1/users.py"),
    )


def _page(app: App, reader: Account, **params: Any) -> Any:
    answer = app.get(f"{USERS}/search", params=params, headers=reader.headers).expect_ok()
    answer.expect_json({"total": A_NUMBER, "items": ANYTHING})
    return answer.json


@pytest.mark.step("8.6")
def test_page_limits(app: App, fresh: Fresh) -> None:
    """A page that is out of bounds is refused."""
    reader = _reader(app, fresh)
    for query in ("skip=-1", "limit=0", "limit=101"):
        app.get(f"{USERS}/search?{query}", headers=reader.headers).expect_refused(
            summary=f"/search with {query} was not refused.",
            next="Annotated[int, Query(ge=…, le=…)] for skip and limit",
        )


@pytest.mark.step("8.6")
def test_skill_routers(app: App) -> None:
    """Routers: all routes hang on the one router, with its prefix and its tag."""
    paths = app.openapi().get("paths", {})
    for path, operations in paths.items():
        for method, operation in operations.items():
            if path.startswith(USERS) and "users" not in (operation.get("tags") or []):
                app.fail(
                    None,
                    f'{method.upper()} {path} has no tag "users".',
                    "the router's tag on each of its routes",
                    f"tags {operation.get('tags') or []}",
                    "declare it with @router, not with @app",
                    place=app.region("api/v1/users.py"),
                )


@pytest.mark.step("8.6")
def test_account_is_in_the_database(app: App, fresh: Fresh) -> None:
    """A new account is a row in the database when the client is told, with a hash only."""
    account = _register(app, fresh)
    rows = _rows(app.files / "hub.db", account.email)
    if len(rows) != 1:
        app.fail(
            None,
            "The client was told of a new account that is not in the database.",
            "a row with the account's email in the table users of hub.db",
            f"{len(rows) or 'no'} such rows",
            "session.add(…) and await session.commit(), before the route returns",
            place=app.region("api/v1/users.py"),
        )
    _demand_only_a_hash(app, account)


def _demand_only_a_hash(app: App, account: Account) -> None:
    if any(account.password in row for row in _rows(app.files / "hub.db", account.email)):
        made = {"email": account.email, "password": account.password, "name": account.name}
        app.fail(
            Asked("POST", USERS, json=made),
            "The password itself stands in the database.",
            "only its hash",
            "the password as it was sent",
            "store what passwords.hash_password() gives",
        )


def _rows(file: Path, email: str) -> list[Any]:
    """The rows of the table that have this email."""
    try:
        with disk.database(file, wait=5) as database:
            return database.execute("select * from users where email = ?", [email]).fetchmany(9)
    except sqlite3.OperationalError:
        return []


def _lay_rows(file: Path, accounts: list[dict[str, str]]) -> None:
    """Put accounts into the table, as another process of the app might."""
    rows = [(account["email"], account["name"], "-" * 60) for account in accounts]
    insert = "insert into users (email, name, password_hash) values (?, ?, ?)"
    with disk.database(file, wait=1.0) as database, database:
        database.executemany(insert, rows)


EDGES: dict[str, dict[str, str]] = {
    "a password of 8 characters": {"password": "kT3x9!ab"},
    "a password of 72 bytes": {"password": "é" * 36},
    "a name of 1 character": {"name": "n"},
    "a name of 100 characters": {"name": "n" * 100},
}


@pytest.mark.step("8.6")
@pytest.mark.parametrize("what", EDGES)
def test_edges_are_let_in(app: App, fresh: Fresh, what: str) -> None:
    """What only just fits is let in."""
    app.post(USERS, json=_new_account(fresh) | EDGES[what]).expect(
        201,
        summary=f"A new account with {what} was refused.",
        next=ADVICE[next(iter(EDGES[what]))],
    )


@pytest.mark.step("8.6")
def test_one_byte_too_many(app: App, fresh: Fresh) -> None:
    """A password of 73 bytes is refused."""
    app.post(USERS, json=_new_account(fresh) | {"password": fresh.password(73)}).expect_refused(
        summary="A new account with a password of 73 bytes was not refused.",
        next=ADVICE["password"],
    )


@pytest.mark.step("8.6")
def test_refused_login_asks_for_a_bearer(app: App, fresh: Fresh) -> None:
    """A refused log-in names the scheme: Bearer."""
    form = {"username": fresh.email(), "password": fresh.password()}
    answer = app.post(f"{USERS}/token", data=form)
    challenge = answer.header("WWW-Authenticate")
    if re.split(r"[ ,]", challenge)[0].lower() != "bearer":
        app.fail(
            answer,
            "The 401 of the log-in names another scheme than Bearer.",
            "WWW-Authenticate: Bearer",
            f"WWW-Authenticate: {challenge}",
            'HTTPException(401, …, headers={"WWW-Authenticate": "Bearer"})',
        )


@pytest.mark.step("8.6")
def test_default_page(app: App, fresh: Fresh) -> None:
    """Without skip and limit, /search gives the first 20 accounts; skip may be 0."""
    reader = _reader(app, fresh)
    missing = 22 - _page(app, reader, limit=1)["total"]
    try:
        _lay_rows(app.files / "hub.db", [_new_account(fresh) for _ in range(missing)])
    except sqlite3.Error:  # no such file or table, or somebody holds it: the long way then
        for _ in range(missing):
            _register(app, fresh)
    first = _page(app, reader, skip=0, limit=20)["items"]
    found = _page(app, reader)["items"]
    if found != first:
        app.fail(
            None,
            "Without skip and limit, /search does not give the first 20 accounts.",
            f"20 accounts, the first with the id {first[0]['id']}",
            f"{len(found)} accounts" + (f", the first with {found[0]['id']}" if found else ""),
            "give skip the default 0 and limit the default 20",
            place=app.region("api/v1/users.py"),
        )


@pytest.mark.step("8.6")
@pytest.mark.parametrize("what", ["signed with HS512", "whose sub is no id"])
def test_other_tokens_that_are_refused(app: App, fresh: Fresh, what: str) -> None:
    """A token that current_user cannot take for one of ours: 401."""
    account = _reader(app, fresh)
    secret, exp = app.call("config.secret_key"), int(time.time()) + 600
    tokens = {
        "signed with HS512": jwt.encode({"sub": str(account.id), "exp": exp}, secret, "HS512"),
        "whose sub is no id": jwt.encode({"sub": fresh.word(), "exp": exp}, secret, "HS256"),
    }
    headers = {"Authorization": f"Bearer {tokens[what]}"}
    _expect_401(app.get(f"{USERS}/me", headers=headers), f"a token {what}")
