"""What an app takes from a request, and how that differs from what was wanted."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from fastapi import Body, Cookie, FastAPI, Form, Header, Query, Request, UploadFile
from pydantic import BaseModel

from checker.expect.contract import contract, misplaced


class User(BaseModel):
    email: str
    password: str


class Page(BaseModel):
    skip: int = 0
    limit: int = 10


def of(path: str, function: Any, method: str = "POST") -> dict[str, dict[str, list[str]]]:
    """The contract of an app with just this route."""
    app = FastAPI()
    app.add_api_route(path, function, methods=[method])
    return contract(app.openapi())


def json_model(user: User) -> None: ...
def optional_model(user: User | None = None) -> None: ...
def list_of_models(users: list[User]) -> None: ...
def json_fields(email: Annotated[str, Body()], password: Annotated[str, Body()]) -> None: ...
def form_model(user: Annotated[User, Form()]) -> None: ...
def form_fields(email: Annotated[str, Form()], password: Annotated[str, Form()]) -> None: ...
def query(email: str, password: str = "") -> None: ...
def query_model(page: Annotated[Page, Query()]) -> None: ...
def body_page(page: Page) -> None: ...
def a_dict(user: dict[str, Any]) -> None: ...
def request_itself(request: Request) -> None: ...
def embedded(user: Annotated[User, Body(embed=True)]) -> None: ...
def half(email: Annotated[str, Form()]) -> None: ...
def one_file(file: UploadFile) -> None: ...
def some_files(files: list[UploadFile]) -> None: ...
def maybe_file(file: UploadFile | None = None) -> None: ...
def file_and_form(file: UploadFile, note: Annotated[str, Form()] = "") -> None: ...
def text_for_file(file: Annotated[str, Form()]) -> None: ...
def rest(x_key: Annotated[str, Header()], sid: Annotated[str, Cookie()] = "") -> None: ...


@pytest.mark.parametrize(
    ("function", "takes"),
    [
        (json_model, {"json": ["email", "password"]}),
        (optional_model, {"json": ["email", "password"]}),
        (json_fields, {"json": ["email", "password"]}),
        (form_model, {"form": ["email", "password"]}),
        (form_fields, {"form": ["email", "password"]}),
        (query, {"query": ["email", "password"]}),
        (query_model, {"query": ["limit", "skip"]}),
        (embedded, {"json": ["user"]}),
        (one_file, {"file": ["file"]}),
        (some_files, {"file": ["files"]}),
        (maybe_file, {"file": ["file"]}),
        (file_and_form, {"file": ["file"], "form": ["note"]}),
        (rest, {"header": ["x-key"], "cookie": ["sid"]}),
        (a_dict, {"json": ["*"]}),
        (list_of_models, {"json": ["*"]}),
        (request_itself, {}),
    ],
)
def test_takes(function: Any, takes: dict[str, list[str]]) -> None:
    """Every way to declare a parameter is seen as the part of the request it reads."""
    assert {"POST /things": takes} == of("/things", function)


def test_document_of_any_shape() -> None:
    """A document that a learner has bent out of shape has no contract, and no crash."""
    for document in (None, [], {"paths": None}, {"paths": {"/": []}}, {"paths": {"/": {"get": 1}}}):
        assert contract(document) in ({}, {"GET /": {}})


WANTED_FORM = of("/login", form_fields)
WANTED_JSON = of("/login", json_model)


@pytest.mark.parametrize(
    ("wanted", "theirs", "says"),
    [
        (
            WANTED_FORM,
            query,
            "take `email` and `password` from the form: Annotated[str, Form()]; "
            "your app looks in the query",
        ),
        (
            WANTED_FORM,
            json_model,
            "take `email` and `password` from the form: Annotated[str, Form()]; "
            "your app looks in the JSON body",
        ),
        (
            WANTED_JSON,
            form_fields,
            "take `email` and `password` from the JSON body: with a Pydantic model; "
            "your app looks in a form",
        ),
        (WANTED_FORM, half, "take `password` from the form: Annotated[str, Form()]"),
        (WANTED_JSON, json_model, ""),
        (WANTED_JSON, optional_model, ""),
        (WANTED_FORM, form_model, ""),
    ],
)
def test_misplaced(wanted: Any, theirs: Any, says: str) -> None:
    """The next step names what is elsewhere, where it belongs, and where it is."""
    assert says == misplaced(wanted, of("/login", theirs), "POST /login")


@pytest.mark.parametrize("theirs", [a_dict, request_itself, embedded])
def test_unknown_is_not_missing(theirs: Any) -> None:
    """A function that reads the body by itself is not told that it takes no field."""
    assert misplaced(WANTED_JSON, of("/login", theirs), "POST /login") == ""


def test_query_model_without_query() -> None:
    """A model meant for the query, and read from the body."""
    wanted, theirs = of("/models", query_model, "GET"), of("/models", body_page, "GET")

    assert misplaced(wanted, theirs, "GET /models") == (
        "take `limit` and `skip` from the query: a plain type such as int or str, or Query(); "
        "your app looks in the JSON body"
    )


def test_text_field_for_a_file() -> None:
    """A form field of text is no file, although both come in the same body."""
    assert misplaced(of("/a", one_file), of("/a", text_for_file), "POST /a") == (
        "take `file` as a file: UploadFile, or list[UploadFile]; your app looks in a form"
    )


def test_only_what_was_sent_is_missed() -> None:
    """A parameter that this request did not carry is not the reason for its failure."""
    wanted, theirs = of("/models", query_model, "GET"), of("/models", request_itself, "GET")

    assert misplaced(wanted, theirs, "GET /models", sent={"other"}) == ""
    assert misplaced(wanted, theirs, "GET /models", sent={"skip"}) == (
        "take `skip` from the query: a plain type such as int or str, or Query()"
    )


def test_path_of_another_name() -> None:
    """The same shape of path is the same operation, whatever its parameter is called."""

    def wanted(model_id: int) -> None: ...

    def theirs(model_id: int) -> None: ...

    assert (
        misplaced(
            of("/models/{model_id}", wanted, "GET"),
            of("/models/{id}", theirs, "GET"),
            "GET /models/{id}",
        )
    ) == "write `model_id` into the path, in curly brackets; your app looks in the query"


def test_operation_that_nobody_knows() -> None:
    """An extra route of the learner's own is nobody's business."""
    assert misplaced(WANTED_JSON, of("/mine", query), "POST /mine") == ""


def test_a_number_without_a_type() -> None:
    """An id in the path that has no type arrives as text, whatever else is right."""
    typed = {"name": "model_id", "in": "path", "schema": {"type": "integer", "title": "x"}}
    plain = typed | {"schema": {"title": "x"}}
    wanted, theirs = (
        contract({"paths": {"/models/{model_id}": {"get": {"parameters": [parameter]}}}})
        for parameter in (typed, plain)
    )

    assert "model_id: int" in misplaced(wanted, theirs, "GET /models/{model_id}")
    assert misplaced(wanted, wanted, "GET /models/{model_id}") == ""
