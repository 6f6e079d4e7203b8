"""The words for an answer that nobody expected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Body, Depends, FastAPI, Form, Header, Query, UploadFile
from pydantic import BaseModel, EmailStr, Field
from sqlalchemy.ext.asyncio import async_sessionmaker

from checker.expect import explain, signs
from checker.expect.explain import Explanation
from checker.expect.http import Asked
from checker.expect.places import Place


class User(BaseModel):
    email: EmailStr
    password: Annotated[str, Field(min_length=8)]


class Page(BaseModel):
    skip: int = 0
    limit: int = 10


def refused(function: Any, asked: Asked, path: str = "") -> Explanation:
    """What is said about a right request that an app with this one route refuses."""
    app = FastAPI()
    app.add_api_route(path or asked.path, function, methods=[asked.method])

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            parts = {"params": asked.params, "data": asked.data, "files": asked.files}
            body = {} if asked.json is None else {"json": asked.json}
            return await client.request(asked.method, asked.path, **parts, **body)

    answer = asyncio.run(ask())
    assert answer.status_code == 422, answer.text
    routes = [{"method": asked.method, "path": path or asked.path, "file": "main.py", "line": 1}]
    found = explain.refused(asked, answer.json(), routes)
    assert found is not None
    return found


def in_query(email: str, password: str) -> None: ...
def in_form(email: Annotated[str, Form()], password: Annotated[str, Form()]) -> None: ...
def in_json(user: User) -> None: ...
def in_json_fields(email: Annotated[str, Body()], password: Annotated[str, Body()]) -> None: ...
def embedded(user: Annotated[User, Body(embed=True)]) -> None: ...
def two_models(user: User, page: Page) -> None: ...
def one_value(email: Annotated[str, Body()]) -> None: ...
def page_in_body(page: Page) -> None: ...
def required(search: Annotated[str | None, Query(min_length=3)]) -> None: ...
def bounded(limit: Annotated[int, Query(lt=100)]) -> None: ...
def file_in_query(file: bytes) -> None: ...
def file_in_form(file: Annotated[str, Form()]) -> None: ...
def file_in_json(file: User) -> None: ...
def a_file(file: UploadFile) -> None: ...
def in_header(x_key: Annotated[str, Header()]) -> None: ...
def extra(email: str, captcha: str) -> None: ...
def with_alias(user: Annotated[int, Depends(Annotated[int, Depends(in_query)])]) -> None: ...
def with_maker(session: Annotated[Any, Depends(async_sessionmaker())]) -> None: ...


USER = {"email": "ada@example.com", "password": "analytical"}
JSON = Asked("POST", "/users", json=USER)
FORM = Asked("POST", "/login", data=USER)
FILE = Asked("POST", "/artifacts", files=[("file", ("a.txt", b"abc"))])
PAGE = Asked("GET", "/models", params={"skip": 3, "limit": 100})


@pytest.mark.parametrize(
    ("function", "asked", "summary", "next_step"),
    [
        (
            in_query,
            JSON,
            "We sent `email` in the JSON body; your app looks for it in the query.",
            "read `email` from the JSON body",
        ),
        (
            in_form,
            JSON,
            "We sent `email` in the JSON body; your app looks for it in a form.",
            "without Form()",
        ),
        (
            in_query,
            FORM,
            "We sent `email` in the form; your app looks for it in the query.",
            "read `email` from the form: Annotated[str, Form()]",
        ),
        (
            in_json,
            FORM,
            "We sent a form; your app reads the body as JSON.",
            "read `email` from the form: Annotated[str, Form()]",
        ),
        (
            in_json_fields,
            FORM,
            "We sent `email` in the form; your app looks for it in a JSON body.",
            "read `email` from the form",
        ),
        (
            page_in_body,
            PAGE,
            "We sent `skip` and `limit` in the query; your app waits for a JSON body.",
            "make `skip` a parameter of its own",
        ),
        (
            page_in_body,
            Asked("GET", "/models"),
            "Our request has no body, but your app waits for one.",
            "take it out here",
        ),
        (
            required,
            Asked("GET", "/models"),
            "Our request was right, but your app also asks for `search`.",
            "give `search` a default, so that it may be left out",
        ),
        (
            bounded,
            PAGE,
            "Our request was right; your app refused query.limit.",
            "allow this value: check the type and the limits of `limit`",
        ),
        (
            file_in_query,
            FILE,
            "We sent `file` as a file; your app looks for it in the query.",
            "give it the type UploadFile",
        ),
        (
            file_in_form,
            FILE,
            "We sent `file` as a file; your app takes it for something else.",
            "give it the type UploadFile",
        ),
        (
            file_in_json,
            FILE,
            "We sent `file` as a file; your app reads the body as JSON.",
            "give it the type UploadFile",
        ),
        (
            embedded,
            JSON,
            "Your app looks for the fields inside of an object called `user`.",
            "no Body(embed=True)",
        ),
        (
            two_models,
            JSON,
            "Your app looks for the fields inside of an object called `user`.",
            "let one Pydantic model be the whole body",
        ),
        (
            one_value,
            JSON,
            "We sent an object with `email` and `password`; your app takes the whole body "
            "for one value.",
            "a Pydantic model with these fields",
        ),
        (
            in_json,
            Asked("PATCH", "/users/1", json={"email": "ada@example.com"}),
            "A PATCH of `email` was refused: your app also asks for `password`.",
            "in which every field has a default",
        ),
        (
            in_json,
            Asked("PATCH", "/users/1", json={}),
            "A PATCH of nothing was refused: your app also asks for `email`.",
            "in which every field has a default",
        ),
        (
            in_form,
            replace(FORM, data=USER | {"password": ""}),
            "We sent an empty `password`, and FastAPI reads an empty form field as missing.",
            "give `password` a default, so that it may be empty",
        ),
        (
            in_header,
            Asked("GET", "/me", params={"x-key": "1"}),
            "We sent `x-key` in the query; your app looks for it in the headers.",
            "make `x-key` a query parameter",
        ),
        (
            extra,
            Asked("GET", "/users", params={"email": "ada@example.com"}),
            "Our request was right, but your app also asks for `captcha`.",
            "give `captcha` a default",
        ),
        (
            a_file,
            Asked("POST", "/artifacts"),
            "Our request was right, but your app also asks for `file`.",
            "give `file` a default",
        ),
    ],
)
def test_refused(function: Any, asked: Asked, summary: str, next_step: str) -> None:
    """A right request that is refused: what the app did with it, and one thing to do."""
    found = refused(function, asked)

    assert summary == found.summary
    assert next_step in found.next_step
    assert found.got.startswith("422, ")


def test_refused_value_is_shown() -> None:
    """A value that was refused stands beside the reason."""
    assert refused(bounded, PAGE).got == (
        "422, query.limit: Input should be less than 100 (we sent 100)"
    )


def test_other_name_in_the_path() -> None:
    """A path parameter that the function calls otherwise becomes a query parameter."""

    def one(model_id: int) -> None: ...

    found = refused(one, Asked("GET", "/models/7"), "/models/{id}")

    assert found.summary == "The path has `{id}`, but the function calls it `model_id`."


def test_one_function_with_several_decorators() -> None:
    """One function for many operations has to take what all of them need."""
    routes = [
        {"method": method, "path": path, "file": "main.py", "line": 7}
        for method, path in (("GET", "/models/{model_id}"), ("POST", "/models"), ("GET", "/models"))
    ]
    error = {"type": "missing", "loc": ["query", "model_id"], "msg": "Field required"}
    found = explain.refused(Asked("GET", "/models"), {"detail": [error]}, routes)

    assert found is not None
    assert found.summary == (
        "One function answers GET /models, POST /models and GET /models/{model_id}."
    )


@pytest.mark.parametrize("body", [None, {}, {"detail": "no"}, {"detail": []}, {"detail": ["x"]}])
def test_refusal_of_another_shape(body: Any) -> None:
    """A 422 that is not FastAPI's own is left to the check's words."""
    assert explain.refused(JSON, body) is None


def test_place_of_a_refusal() -> None:
    """The first of FastAPI's own errors; another body has none."""
    error = {"type": "missing", "loc": ["query", "args"], "msg": "Field required"}
    assert explain.place_of_refusal({"detail": [error]}) == "query.args"
    assert explain.place_of_refusal({"detail": "no"}) == ""


@pytest.mark.parametrize("error", [{}, {"loc": None}, {"loc": []}, {"loc": 7, "type": "missing"}])
def test_refusal_without_a_place(error: Any) -> None:
    """Half an error is no reason to crash."""
    found = explain.refused(JSON, {"detail": [error]})

    assert found is not None
    assert "`?`" in found.summary + found.next_step


ROUTES = [
    {"method": "GET", "path": "/models/{model_id}"},
    {"method": "POST", "path": "/users/"},
]


@pytest.mark.parametrize(
    ("asked", "summary"),
    [
        (Asked("GET", "/models"), "There is no GET /models yet."),
        (Asked("PATCH", "/models/1"), "/models/1 is there, but not with PATCH."),
        (Asked("POST", "/users"), "There is no POST /users: your route is /users/."),
        (Asked("GET", "/modles/1"), "There is no GET /modles/1 yet."),
    ],
)
def test_missing_route(asked: Asked, summary: str) -> None:
    """A 404 of FastAPI's own: no such route, another method, another slash."""
    found = explain.missing_route(asked, ROUTES)

    assert found is not None
    assert summary == found.summary


def test_slip_in_a_path() -> None:
    """A route whose path is a letter off is named; one that is quite another is not."""
    near = explain.missing_route(Asked("GET", "/model/1"), ROUTES)
    far = explain.missing_route(Asked("GET", "/orders/1"), ROUTES)

    assert near is not None
    assert near.got == "404, your app has no such route, but GET /models/{model_id}"
    assert far is not None
    assert far.got == "404, your app has no such route"


def test_parameter_without_a_type() -> None:
    """A parameter that has no type is read from the query; the type is what is missing."""
    body = {"detail": [{"type": "missing", "loc": ["query", "user"], "msg": "Field required"}]}
    found = explain.refused(JSON, body, ROUTES, untyped=["user"])

    assert found is not None
    assert "has no type" in found.summary
    assert "give `user` its type" in found.next_step


def test_answer_that_does_not_fit() -> None:
    """FastAPI's long list of errors is cut down to the first place and its reason."""
    told = "1 validation error: {'loc': ('response', 'id'), 'msg': 'Field required'}"
    found = explain.raised({"type": "ResponseValidationError", "message": told}, 2**31)

    assert found.got == "500, ResponseValidationError: response.id: Field required"


@pytest.mark.parametrize(
    ("sought", "function", "summary"),
    [
        (["args", "kwargs"], "me", "Depends(…) wants a function, and was given something else"),
        (["args", "kwargs"], "wrapper", "Your decorator hides the parameters"),
        (["local_kw"], "me", "was given what makes sessions."),
        (["kw"], "me", "was given the class of a session."),
    ],
)
def test_what_depends_cannot_call(sought: list[str], function: str, summary: str) -> None:
    """Names that are nowhere in the learner's code are not told as parameters of theirs."""
    details = [{"type": "missing", "loc": ["query", n], "msg": "Field required"} for n in sought]
    routes = [{"method": "GET", "path": "/me", "function": function}]
    found = explain.refused(Asked("GET", "/me"), {"detail": details}, routes, untyped=sought)

    assert found is not None
    assert summary in found.summary
    assert sought[0] not in found.next_step


def test_what_depends_cannot_call_is_refused_so() -> None:
    """FastAPI itself asks for the parameters that are compared with here."""
    for function in (with_alias, with_maker):
        found = refused(function, Asked("GET", "/me"))
        assert found.summary.startswith("Depends(…) wants a function")


def test_route_of_a_router() -> None:
    """What answers beside the wanted path tells what the route hangs on."""
    routes = [{"method": "GET", "path": "/api/v1/users/me", "file": "/w/api/v1/users.py"},
              {"method": "GET", "path": "/models", "file": "/w/main.py"}]  # fmt: skip
    steps = [
        explain.missing_route(Asked("POST", "/api/v1/users"), routes),
        explain.wrong_method(Asked("POST", "/api/v1/users/me"), ["GET"], routes),
        explain.wrong_method(Asked("POST", "/models"), ["GET"], routes),
    ]

    assert steps[0] is not None
    assert "@router.post" in steps[0].next_step
    assert steps[1].next_step == "use @router.post for this function"
    assert steps[2].next_step == "use @app.post for this function"


@pytest.mark.parametrize(
    ("name", "summary"),
    [
        ("get_current_user", "`get_current_user` is a dependency, but Depends is missing"),
        ("get_models", "A function is returned, but not called."),
    ],
)
def test_function_in_place_of_its_value(name: str, summary: str) -> None:
    """A dependency is asked for with Depends; another function is called."""
    told = {
        "type": "ResponseValidationError",
        "message": "{'type': 'model_attributes_type', 'loc': ('response',), 'msg': 'Input should "
        f"be a valid dictionary', 'input': <function {name} at 0x7f8df1cbcb80>}}",
    }
    found = explain.raised(told, 2**31)

    assert found.summary.startswith(summary)
    assert found.got.endswith(f"(it is <function {name} at 0x7f8df1cbcb80>)")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("HTTPException(status_code=409, detail='it is {taken}')}", None),
        ("lessons.lesson8.store.Model(id=1, name='a.b')}", "Model(id=1, name='a.b')"),
        ("'a, b', 'url': 1}", "'a, b'"),
        ("'ada@example.com'}", "'ada@example.com'"),
        ("[{'id': 1}, {'id': 2}]}", "[{'id': 1}, {'id': 2}]"),
        (f"'{'x' * 100}'}}", f"'{'x' * 59} …"),
    ],
)
def test_value_is_shown_whole_or_marked_as_cut(value: str, shown: str | None) -> None:
    """No value ends in the middle without a sign of it."""
    error = f"{{'loc': ('response', 'id'), 'msg': 'Not a dict', 'input': {value}"
    got = explain.raised({"type": "ResponseValidationError", "message": error}, 2**31).got

    assert got.endswith(f"(it is {shown or value[:-1]})")


def test_route_that_is_there() -> None:
    """A 404 that the learner's own route gave is not a missing route."""
    assert explain.missing_route(Asked("GET", "/models/1"), ROUTES) is None


@pytest.mark.parametrize(
    "message",
    [
        "[TypeError(\"'coroutine' object is not iterable\")]",
        "'input': <coroutine object count_downloads at 0x7f28d0173de0>",
        "'coroutine' object is not subscriptable",
        "object of type 'coroutine' has no len()",
    ],
)
def test_call_that_is_not_awaited(message: str) -> None:
    """A forgotten await is told as one, whatever the exception is called."""
    found = explain.raised({"type": "ValueError", "message": message}, 2**31)

    assert found.summary.startswith("A call is not awaited")
    assert "put `await` in front" in found.next_step


@pytest.mark.parametrize(
    ("kind", "message", "next_step"),
    [
        ("TypeError", "object float can't be used in 'await' expression", "take `await` away"),
        ("TypeError", "a coroutine was expected, got 12", "look at that line"),
        ("FileNotFoundError", "No such file: 'uploads/x'", "make the folder first"),
        ("KeyError", "'id'", "ask with .get()"),
        ("TypeError", "object function can't be used in 'await' expression", "() behind its name"),
        ("TypeError", "'Model' object is not a mapping", ".model_dump()"),
        ("AttributeError", "'dict' object has no attribute 'id'", '["name"] for .name'),
        ("TypeError", "f() got an unexpected keyword argument 'exlude'", "how that argument is"),
        ("TypeError", "Object of type UUID is not JSON serializable", "jsonable_encoder()"),
        ("AttributeError", "'int' object has no attribute 'encode'", "put str() around it"),
        ("TypeError", "'function' object is not iterable", "with () behind its name"),
        ("TypeError", "'async_generator' object is not iterable", "`async for`"),
        ("PydanticSerializationError", "Unable to serialize unknown type: <…>", "response model"),
        ("UnicodeEncodeError", "'latin-1' codec can't encode character", "Latin letters only"),
        ("AttributeError", "'float' object has no attribute 'encode'", "put str() around it"),
        ("TypeError", "secret must be unicode or bytes, not None", "forget `return`"),
        ("TypeError", "'NoneType' object is not callable", "return response"),
        ("TypeError", "'X' object does not support the context manager protocol", "`async with`"),
        ("EmailTaken", "", "try … except EmailTaken"),
        ("an exception", "", "look at that line"),
    ],
)
def test_raised(kind: str, message: str, next_step: str) -> None:
    """A 500 is the learner's own exception, in one line, and what it mostly means."""
    found = explain.raised({"type": kind, "message": message}, 2**31)

    assert found.summary.removesuffix(".").endswith(kind)
    assert "an Uni" not in found.summary
    assert next_step in found.next_step


@pytest.mark.parametrize(
    ("kind", "name", "offered", "next_step"),
    [
        ("AttributeError", "active", ["email", "is_active"], "did you mean `is_active`?"),
        ("NameError", "stor", ["store"], "did you mean `store`?"),
        ("AttributeError", "age", ["email", "is_active"], "no such attribute"),
        ("AttributeError", None, ["email"], "no such attribute"),
        ("UnboundLocalError", "stor", ["store"], "before it has a value"),
    ],
)
def test_did_you_mean(kind: str, name: str | None, offered: list[str], next_step: str) -> None:
    """A name that is nearly one of those that are there is asked for; another one is not."""
    told = {"type": kind, "message": "", "name": name, "offered": offered}

    assert next_step in explain.raised(told, 2**31).next_step


def test_better_advice_than_another_name() -> None:
    """Where the kind of the value is what is wrong, no name is proposed."""
    told = {"type": "AttributeError", "message": "'dict' object has no attribute 'item'",
            "name": "item", "offered": ["items"]}  # fmt: skip

    assert '["name"]' in explain.raised(told, 2**31).next_step


def test_two_apps() -> None:
    """Both lines are named, and one app is no reason for anything."""
    found = explain.two_apps([Place("main.py", 3), Place("main.py", 90)], 404)

    assert found is not None
    assert found.summary == "Your file makes two apps: at line 3, and again at line 90."
    assert explain.two_apps([Place("main.py", 3)], 404) is None


def test_an_exception_that_is_returned() -> None:
    """Only the body of an HTTPException, and only where an error was wanted."""
    body = {"status_code": 404, "detail": "Not Found", "headers": None}

    assert explain.returned_exception(body, [200]) is None
    assert explain.returned_exception({"detail": "x"}, [404]) is None
    found = explain.returned_exception(body, [404])
    assert found is not None
    assert "raise it" in found.next_step


def test_answer_that_is_not_what_was_declared() -> None:
    """The first error of many, without Python's notation or the paths in it."""
    error = "{'type': 'dict_type', 'loc': ('response', 'id'), 'msg': 'Not a dict', 'input': None}"
    told = {"type": "ResponseValidationError", "message": f"1 validation error: {error} File"}

    got = explain.raised(told, 2**31).got

    assert got == "500, ResponseValidationError: response.id: Not a dict (it is None)"


@pytest.mark.parametrize(
    ("function", "part", "names"),
    [
        (explain.names, {"a": 1, "b": 2}, ["a", "b"]),
        (explain.names, [("a", 1), ("a", 2)], ["a", "a"]),
        (explain.names, None, []),
        (explain.names, "text", []),
        (explain.names, [1, ()], []),
    ],
)
def test_names(function: Callable[[Any], list[str]], part: Any, names: list[str]) -> None:
    """The names in a part of a request, in whatever form a check has written it."""
    assert names == function(part)


@pytest.mark.parametrize(
    "told",
    [
        None,
        {"type": "NameError"},
        {"type": "NameError", "name": 7, "offered": [7, None, {}]},
        {"type": "NameError", "name": "stor", "offered": 7},
        {"type": "AttributeError", "name": ["stor"], "offered": ["store"]},
        {"type": "AttributeError", "name": "x" * 10**6, "offered": ["x" * 10**6] * 3},
    ],
)
def test_no_name_is_meant_by_what_a_forged_error_offers(told: Any) -> None:
    """The host's words are a stranger's: nothing is believed of them, and nothing breaks."""
    assert signs.meant(told) == ""


@pytest.mark.parametrize(
    "said",
    ["a ValueError", "an OSError", "an HTTPException", "a UnicodeError", "an IntegrityError"],
)
def test_article(said: str) -> None:
    """By the sound of the name, as people say it."""
    assert explain.article(said.split()[1]) == said
