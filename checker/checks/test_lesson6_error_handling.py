"""Checks of lesson 6."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from checker.expect import signs
from checker.expect.answer import Answer
from checker.expect.app import App
from checker.expect.compare import A_NUMBER, A_TEXT, Like
from checker.expect.failure import CheckFailed
from checker.expect.fresh import Fresh
from checker.expect.places import Place
from checker.host.wire import Message

JSON = {"content-type": "application/json"}


def _raised(answer: Answer) -> tuple[str, str]:
    """Type and text of what the app raised: a handler that broke, or what it handles."""
    told = answer.raised or {}
    return str(told.get("type", "")), " ".join(str(told.get("message", "")).split())


def _expect_silence(
    app: App, answer: Answer, secrets: Sequence[str], summary: str, next: str, place: Place | None
) -> None:
    """Nothing of this may be in the answer, its headers included."""
    told = "\n".join([answer.text, *(f"{name}: {v}" for name, v in answer.headers.items())])
    found = [secret for secret in secrets if secret in told]
    if found:
        app.fail(
            answer,
            summary,
            f"an answer without {found[0]!r}",
            answer.told(),
            next,
            place=place,
        )


def _expect_handled(app: App, answer: Answer, wanted: int, error: str, handler: str) -> None:
    """The status that a handler has to answer with; says what is wrong with a handler.

    ``error`` is what it has to handle, ``handler`` what stands above it.
    """
    kind, text = _raised(answer)
    broke = bool(kind) and kind != error
    if answer.status == wanted and not broke:
        return
    got, summary = f"500, {kind}: {text[:200]}", f"Your handler raised {kind}."
    next, place = _mend(answer), app.region()
    silent = answer.text == "Internal Server Error" and answer.status == 500 and not kind
    if silent or (broke and "object is not callable" in text):
        named = re.search(r"'(\w{1,60})'", text)
        nothing = silent or "NoneType" in text or not named
        what, got = "nothing" if nothing or not named else f"a {named[1]}", answer.told()
        summary = f"The handler returned {what}; it has to return a response."
        next = "return JSONResponse(status_code=…, content={…})"
    elif broke and _CALLED_WRONGLY.search(text):
        summary = "The handler cannot be called: it gets the request and the exception."
        next = "give it two parameters: request: Request, exc: …"
    elif broke and kind == "HTTPException":
        summary = "The handler raised an HTTPException, and nothing handles that one."
        next = "return a JSONResponse instead; HTTPException is for routes and dependencies"
    elif broke and _UNFIT.search(f"{kind}: {text}"):
        summary = "The handler put something into its answer that JSON has no word for."
        next = "put only text and numbers of your own into the content"
    elif broke:
        place = _place(app, answer)
    else:
        got, next = answer.told(), f"answer with status_code={wanted}, in the handler: {handler}"
        summary = f"An exception ({error}) is not answered with {wanted}."
        default = isinstance(answer.json, dict) and set(answer.json) == {"detail"}
        if kind or (default and answer.status == 422):
            summary = f"Nothing handles {error} yet."
            next = f"write a handler, with {handler} above it"
    app.fail(answer, summary, str(wanted), got, next, place=place)


_CALLED_WRONGLY = re.compile(r"^(?!.*(__init__|render)\(\)).*positional argument")
"""Python's words when a function gets another number of values than it takes."""
_LIST = "make a list of it, with square brackets: [… for error in exc.errors()]"
_PAIR = 'every error has `loc` and `msg`, and not all have more: write error["loc"], error["msg"]'
_SPELLING = "check how that argument is spelled: JSONResponse(status_code=…, content=…)"
_CALL = "call it, with () behind its name: exc.errors()"
_MENDS = (
    (r"'(builtin_function_or_)?method' object is not (iterable|subscriptable)", _CALL),
    (r"Object of type (builtin_function_or_)?method is not JSON", _CALL),
    (r"'dict' object has no attribute '(loc|msg)'", _PAIR),
    (r"KeyError: ", _PAIR),
    (r"'RequestValidationError' object is not", "go through exc.errors(), which is the list"),
    (r"Object of type (set|generator|map|filter|zip|dict_\w+) is not JSON", _LIST),
    (r"unhashable type: '(dict|list)'", _LIST),
    (r"__init__\(\) (got an unexpected|missing \d+ required)", _SPELLING),
)
"""What a handler raised, as "Type: message", and what to do then. The first that fits."""


def _mend(answer: Answer) -> str:
    """The next step for a handler that raised something itself."""
    told = "{}: {}".format(*_raised(answer))
    found = next((step for sign, step in _MENDS if re.search(sign, told)), "")
    general = signs.meant(answer.raised) or found or signs.advice(told, answer.raised)
    return general or "look at that line: a handler has to end with a response"


def _place(app: App, answer: Answer) -> Any:
    """Where it was raised, if that is in the learner's code; else the step."""
    return None if (answer.raised or {}).get("frames") else app.region()


def _expect_no_accident(app: App, answer: Answer, again: Callable[[], Any], example: str) -> None:
    """For a failure that is not in the log: it may have been meant to be there.

    Args:
        again: makes the same failure once more.
        example: how the line might look.
    """
    record = _quiet(app, again)
    if record:
        level = record["level"].lower()
        app.fail(
            answer,
            f"logger.{level} is too quiet: by default, the log drops what is below a warning.",
            "a line in the log, with the level ERROR",
            f"no line; it would be {record['level']}: {record['message'][:120]}",
            f"write it with logger.error: {example}",
            place=app.region(),
        )
    app.settle()
    if "--- Logging error ---" in _printed(app):
        app.fail(
            answer,
            "Your line for the log could not be written: its %s and its values do not match.",
            "a line in the log",
            "no line, but a Logging error, see what your app printed",
            f"put one %s into the text for each value behind it: {example}",
            place=app.region(),
        )


def _printed(app: App) -> str:
    """What the app has printed since the check began."""
    try:
        app.fail(None, "", "", "", "")
    except CheckFailed as error:
        return error.failure.output


def _quiet(app: App, again: Callable[[], Any]) -> Message | None:
    """The line that the log would have if it kept everything."""
    config: dict[str, Any] = {"version": 1, "incremental": True}
    before = len(app.logged())
    app.given("/logging.config.dictConfig", config | {"root": {"level": "DEBUG"}})
    try:
        again()
        records = app.logged()[before:]
    finally:
        app.given("/logging.config.dictConfig", config | {"root": {"level": "WARNING"}})
    low = [record for record in records if record["level"] in {"DEBUG", "INFO"}]
    return next((r for r in low if r["logger"].startswith(("lessons.", "root"))), None)


def _traced(record: Message, text: str) -> bool:
    """Whether a record of the log has the traceback of the exception with this text."""
    error = record.get("error") or {}
    return text in str(error.get("message")) or "Traceback (most recent" in record["message"]


# -- 6.1 -------------------------------------------------------------------------------

A_REASON = Like("some text", lambda v: isinstance(v, str | dict | list) and bool(v))
"""A detail may also be an object or a list: FastAPI takes whatever JSON has a word for."""
RAISE = "raise it: raise HTTPException(status_code={}, detail=…)"


def _expect_error(app: App, answer: Answer, status: int, what: str, name: str) -> None:
    """This status, with a detail that has ``name`` in it."""
    kind, text = _raised(answer)
    returned = isinstance(answer.json, dict) and "status_code" in answer.json
    if answer.status != status and (returned or kind == "ResponseValidationError"):
        summary = f"{what}: the function returned something, where it has to raise."
        app.fail(answer, summary, f"{status}", answer.told(), RAISE.format(status))
    if isinstance(answer.json, list):
        summary = f"{what}: a status after a comma does not count in FastAPI."
        app.fail(answer, summary, f"{status}", answer.told(), RAISE.format(status))
    if answer.status == 500 and not kind:
        app.fail(
            answer,
            f"{what}: `except Exception` catches your own HTTPException too.",
            f"{status}",
            answer.told(),
            "name the exception that you expect behind `except`, or take the `try` out",
        )
    if answer.status == 500 and "not JSON serializable" in text:
        app.fail(
            answer,
            "The detail is an exception, and JSON has no word for that.",
            f"{status}, with a sentence as its detail",
            f"500, {kind}: {text[:120]}",
            "write the detail as a text of your own",
        )
    if answer.status == 500 and kind == "NameTaken":
        app.fail(
            answer,
            f"{what}: nothing catches store.NameTaken.",
            f"{status}",
            "500, NameTaken",
            "catch it: `except store.NameTaken:`, and raise an HTTPException there",
        )
    answer.expect(
        status, summary=f"{what}, and the answer is no {status}.", next=RAISE.format(status)
    )
    answer.expect_json(
        {"detail": A_REASON},
        exact=False,
        summary=f"The {status} has no detail that says why.",
        next="give HTTPException a detail: one sentence for whoever reads it",
    )
    if name not in json.dumps(answer.json["detail"], ensure_ascii=False):
        app.fail(
            answer,
            f"The detail does not name what it is about: {name}.",
            f"a detail with {name} in it",
            answer.told(),
            'put it into the text: detail=f"… {…} …"',
        )


def _values(call: Message) -> list[Any]:
    return [*call["args"], *call["kwargs"].values()]


@pytest.mark.step("6.1")
def test_get(app: App, fresh: Fresh) -> None:
    """GET /models/{model_id} gives that model."""
    record = app.given("store.add", fresh.name(), "pytorch")
    answer = app.get(f"/models/{record['id']}")
    asked = [value for call in app.calls("store.get") for value in _values(call)]
    if any(isinstance(value, str) for value in asked):
        app.fail(
            answer,
            "The store is asked for a text, and its ids are numbers.",
            f"store.get({record['id']})",
            f"store.get({json.dumps(asked[0])})",
            "give the parameter the type int: what stands in a path is a text at first",
        )
    answer.expect_ok()
    answer.expect_json(record, next="return what store.get(model_id) gives")


@pytest.mark.step("6.1")
def test_get_unknown(app: App, fresh: Fresh) -> None:
    """GET of a model that is not there is a 404 that says which."""
    model_id = fresh.number(50_000, 99_999)
    answer = app.get(f"/models/{model_id}")
    _expect_error(app, answer, 404, "There is no such model", str(model_id))


@pytest.mark.step("6.1")
def test_create(app: App, fresh: Fresh) -> None:
    """POST /models keeps a new model: 201."""
    body = {"name": fresh.name(), "framework": "sklearn"}
    answer = app.post("/models", json=body)
    if answer.status == 200:
        answer.expect(
            201,
            summary="The new model is answered with 200.",
            next="give the decorator status_code=201",
        )
    answer.expect(201).expect_json({"id": A_NUMBER, **body}, next="return what store.add() gives")
    if app.given("store.get", answer.json["id"]) != answer.json:
        app.fail(
            answer,
            "The new model was not kept.",
            "the same model in the store",
            "it is not there",
            "keep it with store.add(), which also makes its id",
        )


@pytest.mark.step("6.1")
def test_create_twice(app: App, fresh: Fresh) -> None:
    """POST of a name that is taken is a 409 that says which, in our own words."""
    name = fresh.name()
    app.given("store.add", name, "pytorch")
    answer = app.post("/models", json={"name": name, "framework": "sklearn"})
    _expect_error(app, answer, 409, "The name is taken", name)
    _expect_silence(
        app,
        answer,
        ["UNIQUE", "db-7.internal"],
        "The text of the exception went out to the client.",
        "write the detail in your own words; leave str(error) out",
        place=None,
    )


@pytest.mark.step("6.1")
@pytest.mark.parametrize(
    ("service", "method", "path", "wrong"),
    [("store.get", "GET", "/models/1", 404), ("store.add", "POST", "/models", 409)],
)
def test_other_exceptions(
    app: App, fresh: Fresh, service: str, method: str, path: str, wrong: int
) -> None:
    """Any other exception is no 404 and no 409, and its text stays inside."""
    secret = fresh.password()
    app.break_service(service, f"no route to {secret}.internal")
    body = {"name": fresh.name(), "framework": "sklearn"}
    answer = app.request(method, path, json=body if method == "POST" else None)
    if _raised(answer)[0] == "RuntimeError":  # left alone; what becomes of it is step 6.4
        return
    _expect_silence(
        app,
        answer,
        [secret],
        f"We let {service} raise a RuntimeError: its text went out to the client.",
        "take str(error) out of what you answer; clients need a sentence of yours",
        place=None,
    )
    if answer.status < 500 and not app.calls(service):
        app.fail(
            answer,
            f"Your code does not call {service}().",
            f"a call of {service}()",
            f"no call; {answer.told()}",
            f"call {service}() for every request, and keep nothing of it yourself",
        )
    if answer.status < 500:
        app.fail(
            answer,
            f"We let {service} raise a RuntimeError: it was answered with {answer.status}.",
            f"500; {wrong} only for what it stands for",
            answer.told(),
            "catch only the exception that you expect, never every Exception",
        )


# -- 6.2 -------------------------------------------------------------------------------

REGISTRY = "registry.RegistryError"
REGISTRY_HANDLER = f"@app.exception_handler({REGISTRY})"


def _break_registry(app: App, fresh: Fresh) -> tuple[str, str]:
    secret, host = fresh.password(), fresh.word(9)
    app.break_service("registry.query", f"hub:{secret}@{host}.internal refused")
    return secret, host


@pytest.mark.step("6.2")
@pytest.mark.parametrize("what", ["downloads", "likes"])
def test_registry_fails(app: App, fresh: Fresh, what: str) -> None:
    """When the registry fails, the client gets 503 and a message."""
    _break_registry(app, fresh)
    answer = app.get(f"/models/{fresh.number(2_000)}/{what}")
    _expect_handled(app, answer, 503, "RegistryError", REGISTRY_HANDLER)
    if not isinstance(answer.json, dict) or not A_TEXT.fits(answer.json.get("message", "")):
        app.fail(
            answer,
            "The 503 has no message.",
            '{"message": "some text"}',
            answer.told(),
            'return JSONResponse(status_code=503, content={"message": "…"})',
            place=app.region(),
        )


@pytest.mark.step("6.2")
def test_registry_keeps_its_secrets(app: App, fresh: Fresh) -> None:
    """Nothing of the exception goes out."""
    secrets = _break_registry(app, fresh)
    answer = app.get(f"/models/{fresh.number(2_000)}/downloads").expect(503)
    _expect_silence(
        app,
        answer,
        [*secrets, "SELECT", "RegistryError", "RuntimeError", "Traceback"],
        "Details of the registry's failure went out to the client.",
        "write the message in your own words, without exc in it",
        place=app.region(),
    )


@pytest.mark.step("6.2")
def test_registry_failure_is_logged(app: App, fresh: Fresh) -> None:
    """The log has the exception, with its traceback."""
    secret, _ = _break_registry(app, fresh)
    path = f"/models/{fresh.number(2_000)}/downloads"
    answer = app.get(path).expect(503)
    records = app.logged()
    if any(_traced(record, secret) for record in records):
        return
    if not records:
        example = 'logger.error("… %s", request.url.path, exc_info=exc)'
        _expect_no_accident(app, answer, lambda: app.get(path), example)
    app.fail(
        answer,
        "The log has a line, but not the exception with its traceback."
        if records
        else "The failure is not in the log: you will never learn why it happened.",
        "a line in the log, with the exception",
        f"{records[-1]['level']}: {records[-1]['message'][:120]}" if records else "no line",
        'give the exception to the log: logger.error("…", exc_info=exc)',
        place=app.region(),
    )


@pytest.mark.step("6.2")
def test_registry_handler_is_for_registry_errors(app: App, fresh: Fresh) -> None:
    """Other exceptions are not answered with 503."""
    app.break_service("reports.monthly", fresh.word())
    answer = app.get(f"/reports/{fresh.number(4, 12)}")
    if answer.status != 500:
        app.fail(
            answer,
            f"A RuntimeError, which is no {REGISTRY}, was answered with {answer.status} too.",
            "500",
            answer.told(),
            f"let your handler be for {REGISTRY} only",
            place=app.region(),
        )


# -- 6.3 -------------------------------------------------------------------------------

VALIDATION_HANDLER = "@app.exception_handler(RequestValidationError)"
_UNFIT = re.compile(
    r"Object of type (?!set|generator|map|filter|zip|dict_|method|builtin)\w+ is not JSON"
    r"|Out of range float|^Unicode|PydanticSerializationError|Circular reference"
)
"""What is raised because of what the client sent, and not at every request."""
TAKE = "take only `loc` and `msg` of each error into the answer"


def _expect_refused(
    app: App, answer: Answer, what: str, fields: Sequence[str], secrets: Sequence[str]
) -> None:
    """A 400 with one error for each of the fields, and nothing of what was sent."""
    kind, text = _raised(answer)
    if answer.status == 500 and _UNFIT.search(f"{kind}: {text}"):
        app.fail(
            answer,
            f"{what} made your handler crash.",
            "400",
            f"500, {kind}: {text[:160]}",
            f"{TAKE}: `input` and `ctx` hold things that JSON has no word for"
            if "Unicode" not in kind
            else f"{TAKE}, and leave exc.body and `input` alone: they can hold anything",
            place=_place(app, answer),
        )
    _expect_handled(app, answer, 400, "RequestValidationError", VALIDATION_HANDLER)
    _expect_silence(
        app,
        answer,
        secrets,
        f"{what}: the answer repeats what the client sent.",
        TAKE,
        app.region(),
    )
    body = answer.json if isinstance(answer.json, dict) else {}
    errors = body.get("errors")
    if not A_TEXT.fits(body.get("message", "")) or not isinstance(errors, list):
        app.fail(
            answer,
            "The 400 does not have a message and a list of errors.",
            '{"message": "some text", "errors": [{"loc": …, "msg": …}]}',
            answer.told(),
            'return JSONResponse(status_code=400, content={"message": "…", "errors": …})',
            place=app.region(),
        )
    where = [json.dumps(e.get("loc")) if isinstance(e, dict) else "" for e in errors]
    told = [isinstance(e, dict) and A_TEXT.fits(e.get("msg", "")) for e in errors]
    named = all(any(field in place for place in where) for field in fields)
    if len(errors) != len(fields) or not named or not all(told):
        app.fail(
            answer,
            f"{what}: the errors do not say what is wrong where.",
            f"one error each, with loc and msg, for: {', '.join(fields)}",
            answer.told(),
            "make one object for each error of exc.errors(), with its `loc` and `msg`",
            place=app.region(),
        )
    odd = [e["loc"] for e in errors if not _is_own(e["loc"])]
    if odd:
        app.fail(
            answer,
            "The `loc` of an error is not FastAPI's own.",
            'a list that begins with where it was, such as ["body", "name"]',
            f"loc is {json.dumps(odd[0], ensure_ascii=False)[:80]}",
            'hand it on as it is: "loc": error["loc"]',
            place=app.region(),
        )


def _is_own(loc: Any) -> bool:
    """Whether it has the shape of FastAPI's own: ["body", "name"], ["body", 17]."""
    parts = loc if isinstance(loc, list) else []
    plain = all(isinstance(part, str | int) for part in parts)
    return plain and parts[:1] in (["body"], ["path"])


@pytest.mark.step("6.3")
def test_missing_fields(app: App, fresh: Fresh) -> None:
    """Missing fields: 400, one error each, and the rest of the body is not repeated."""
    key, value = fresh.word(14), fresh.password()
    answer = app.post("/users", json={key: value, "credit": 1})
    _expect_refused(app, answer, "A missing name and password", ["name", "password"], [key, value])


@pytest.mark.step("6.3")
def test_failing_validator(app: App, fresh: Fresh) -> None:
    """A validator's own ValueError: 400, with its words and without the password."""
    password = fresh.word(14)
    answer = app.post("/users", json={"name": fresh.name(), "password": password})
    _expect_refused(app, answer, "A password without a digit", ["password"], [password])
    if "digit" not in answer.json["errors"][0]["msg"]:
        app.fail(
            answer,
            "The client is not told what is wrong with the password.",
            "the msg of the error: a password needs at least one digit",
            answer.told(),
            "take the `msg` of each error as it is",
            place=app.region(),
        )


def _bodies(fresh: Fresh) -> dict[str, tuple[dict[str, Any], list[str], list[str]]]:
    """Bodies that break handlers: how to send one, the fields in it that are wrong, and
    what may not come back."""
    name, secret = fresh.name(), fresh.password()
    sent = {"name": name, "password": secret}
    start = json.dumps(sent)[:-1].encode()
    amount = f"-{fresh.number(100_000, 999_999)}"
    return {
        "A credit below 0": ({"json": sent | {"credit": amount}}, ["credit"], [secret, amount]),
        "A credit of NaN": (
            {"content": start + b', "credit": NaN}', "headers": JSON},
            ["credit"],
            [secret],
        ),
        "Half of a character (\\ud800)": (
            {
                "content": b'{"name": "\\ud800", "password": "%s"}' % secret.encode(),
                "headers": JSON,
            },
            ["name"],
            [secret],
        ),
        "A body that is no JSON": ({"content": start, "headers": JSON}, ["body"], [name, secret]),
        "A body of plain text": (
            {"content": start, "headers": {"content-type": "text/plain"}},
            ["body"],
            [name, secret],
        ),
        "A body of bytes that are no text": (
            {"content": start + b"\xff}", "headers": {"content-type": "text/plain"}},
            ["body"],
            [name, secret],
        ),
    }


CASES = tuple(_bodies(Fresh("")))


@pytest.mark.step("6.3")
@pytest.mark.parametrize("case", CASES)
def test_odd_bodies(app: App, fresh: Fresh, case: str) -> None:
    """Whatever body a client sends, the answer is a 400, and repeats nothing of it."""
    parts, fields, secrets = _bodies(fresh)[case]
    _expect_refused(app, app.post("/users", **parts), case, fields, secrets)


@pytest.mark.step("6.3")
def test_odd_places(app: App, fresh: Fresh) -> None:
    """A file for a number in a form, and a word in the path, are a 400 too."""
    name, content = fresh.word(12), fresh.password()
    answer = app.post("/artifacts", files={"size": (f"{name}.txt", content.encode())})
    _expect_refused(app, answer, "A file for a number", ["size"], [name, content])
    answer = app.get(f"/reports/{name}")
    _expect_refused(app, answer, "A word for a number in the path", ["month"], [name])


@pytest.mark.step("6.3")
def test_bytes_as_json(app: App, fresh: Fresh) -> None:
    """A body that FastAPI cannot read at all is no 500 either."""
    secret = fresh.password()
    answer = app.post("/users", content=b"\xff\xfe" + secret.encode(), headers=JSON)
    if not 400 <= answer.status < 500:
        app.fail(
            answer,
            f"A body that is no text at all was answered with {answer.status}.",
            "a 4xx",
            answer.told(),
            "leave FastAPI's own handlers of other exceptions as they are",
            place=app.region(),
        )


@pytest.mark.step("6.3")
def test_right_requests_pass(app: App, fresh: Fresh) -> None:
    """A request that fits is answered as before."""
    body = {"name": fresh.name(), "password": fresh.password(), "credit": "1.50"}
    app.post("/users", json=body).expect(201).expect_json({"name": body["name"]})


# -- 6.4 -------------------------------------------------------------------------------

LAST = "@app.exception_handler(Exception)"


def _unexpected(app: App, fresh: Fresh) -> tuple[Answer, str]:
    secret = fresh.password()
    app.break_service("reports.monthly", f"no table at {secret}.internal")
    return app.get(f"/reports/{fresh.number(4, 12)}"), secret


@pytest.mark.step("6.4")
def test_unexpected(app: App, fresh: Fresh) -> None:
    """An exception that nothing else handles: 500, a message and a request_id."""
    answer, _ = _unexpected(app, fresh)
    _expect_handled(app, answer, 500, "RuntimeError", LAST)
    if answer.text.startswith("Traceback"):
        app.fail(
            answer,
            "The whole traceback went out to the client.",
            '{"message": "some text", "request_id": "some text"}',
            answer.told(),
            "take debug=True away: with it, no handler is asked",
            place=app.region(),
        )
    _expect_both(app, answer)


def _expect_both(app: App, answer: Answer) -> str:
    """The answer has a message and a request_id; the latter."""
    body = answer.json if isinstance(answer.json, dict) else {}
    missing = [key for key in ("message", "request_id") if not A_TEXT.fits(body.get(key, ""))]
    ours = answer.text == "Internal Server Error"
    if missing or not body:
        app.fail(
            answer,
            "Nothing handles an unexpected exception yet."
            if ours
            else f"The 500 has no text as its {' and '.join(missing)}.",
            '{"message": "some text", "request_id": "some text"}',
            answer.told(),
            f"write a handler, with {LAST} above it"
            if ours
            else "return a JSONResponse with both in its content",
            place=app.region(),
        )
    return str(body["request_id"])


@pytest.mark.step("6.4")
def test_unexpected_keeps_secrets(app: App, fresh: Fresh) -> None:
    """Nothing of the exception goes out, not even its type."""
    answer, secret = _unexpected(app, fresh)
    _expect_silence(
        app,
        answer,
        [secret, "Traceback", "RuntimeError", "main.py"],
        "Details of the exception went out to the client.",
        "write the message in your own words, without exc in it",
        place=app.region(),
    )


@pytest.mark.step("6.4")
def test_unexpected_is_logged(app: App, fresh: Fresh) -> None:
    """The log has the traceback, and the request_id in the same line."""
    answer, secret = _unexpected(app, fresh)
    request_id, records = _expect_both(app, answer), app.logged()
    named = [record for record in records if request_id in record["message"]]
    if any(_traced(record, secret) for record in named):
        return
    if not records:
        example = 'logger.error("… %s …", request_id, exc_info=exc)'
        _expect_no_accident(app, answer, lambda: _unexpected(app, fresh), example)
    last = (named or records or [{"level": "no line", "message": ""}])[-1]
    summary = "The failure is not in the log: nobody can look it up."
    next = 'log it: logger.error("… %s …", request_id, exc_info=exc)'
    if named:
        summary = "The log has the request_id, but not the exception with its traceback."
        next = "give the exception to the same line of the log: exc_info=exc"
    elif records:
        summary = "The log has a line, but the request_id of the answer is not in it."
        next = 'put the same request_id into its text: logger.error("… %s …", request_id, …)'
    app.fail(
        answer,
        summary,
        f"a line with {request_id} in it, and the exception",
        f"{last['level']} {last['message'][:120]}".strip(),
        next,
        place=app.region(),
    )


@pytest.mark.step("6.4")
def test_request_id_is_new(app: App, fresh: Fresh) -> None:
    """Each request has an id of its own."""
    answers = [_unexpected(app, fresh)[0] for _ in range(REQUESTS)]
    ids = [_expect_both(app, answer) for answer in answers]
    if all(map(_is_an_address, ids)):
        app.fail(
            answers[-1],
            "The request_id is an address in memory, and those come again.",
            "a new one each time",
            f"{ids[-1]}: free for the next object once this request is over",
            "make something random inside of the handler: uuid.uuid4().hex",
            place=app.region(),
        )
    twice = next((one for one in ids if ids.count(one) > 1), "")
    if not twice:
        return
    summary = "Some requests got the same request_id."
    next_step = "make something random inside of the handler: uuid.uuid4().hex"
    if _is_a_time(twice):
        summary = "Two requests at the same moment got the same request_id: it is a time."
    elif len(set(ids)) == 1:
        summary = "Two requests got the same request_id."
        next_step = "make the id inside of the handler: uuid.uuid4().hex"
    app.fail(
        answers[-1],
        summary,
        "a new one each time",
        f"{twice[:80]}, {ids.count(twice)} times in {REQUESTS} requests",
        next_step,
        place=app.region(),
    )


REQUESTS = 10
"""How many are sent, one after the other."""


def _is_an_address(text: str) -> bool:
    """Whether it is what id() gives. A random number divides by 16 once in a while, not always."""
    digits = re.fullmatch(r"0x([0-9a-f]{8,16})|([0-9]{10,16})", text)
    number = int(digits[1], 16) if digits and digits[1] else int(text) if digits else 1
    return number % 16 == 0


def _is_a_time(text: str) -> bool:
    """Whether it has the present time in it: as a number, or as a date or a clock shows it."""
    numbers = (float(digits) for digits in re.findall(r"(?<!\w)\d{10,19}(?:\.\d{1,9})?", text))
    now = time.time()
    near = any(
        abs(number / unit - now) < 90_000 for number in numbers for unit in (1, 1e3, 1e6, 1e9)
    )
    return near or bool(re.search(r"\b\d\d:\d\d|\b20\d\d-?[01]\d-?[0-3]\d", text))


@pytest.mark.step("6.4")
def test_http_exceptions_stay(app: App, fresh: Fresh) -> None:
    """An HTTPException keeps its status, its detail and its headers."""
    answer = app.get("/me")
    detail = {"detail": "Please sign in first."}
    challenge = answer.header("www-authenticate") == "Bearer"
    if answer.status != 401 or answer.json != detail or not challenge:
        app.fail(
            answer,
            "The answer for an HTTPException (401) is not what it was.",
            f"401 {json.dumps(detail)} and WWW-Authenticate: Bearer",
            f"{answer.told()}{'' if challenge else ', without WWW-Authenticate'}",
            "handle only `Exception`; FastAPI has its own handler for HTTPException",
            place=app.region(),
        )


@pytest.mark.step("6.4")
def test_unknown_paths_stay(app: App, fresh: Fresh) -> None:
    """An unknown path is still FastAPI's own 404."""
    answer = app.get(f"/{fresh.word(10)}")
    if answer.status != 404 or answer.json != {"detail": "Not Found"}:
        app.fail(
            answer,
            "The answer for a path that does not exist is not what it was.",
            '404 {"detail": "Not Found"}',
            answer.told(),
            "handle only `Exception`; FastAPI has its own handler for unknown paths",
            place=app.region(),
        )
