"""What the reading of lesson 2 warns of, shown on the installed versions."""

from __future__ import annotations

import asyncio
import uuid
from enum import Enum, StrEnum
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Form, Query, UploadFile
from pydantic import UUID4, BaseModel, Field, SecretStr


def ask(app: FastAPI, method: str, path: str, **parts: Any) -> httpx.Response:
    """One request to the app, in this process."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, **parts)

    return asyncio.run(send())


def test_field_as_a_query_default_stops_the_start() -> None:
    """`skip: int = Field(0, ge=0)` for a query parameter: the app does not start."""
    app = FastAPI()

    def models(skip: int = Field(0, ge=0)) -> None: ...

    with pytest.raises(AssertionError, match="must be in path, query, header or cookie: skip"):
        app.add_api_route("/models", models)


def test_default_inside_annotated_stops_the_start() -> None:
    """The default stands after the `=`, not inside of Annotated."""
    app = FastAPI()

    def models(skip: Annotated[int, Query(0, ge=0)]) -> None: ...

    with pytest.raises(AssertionError, match="cannot be set in `Annotated`"):
        app.add_api_route("/models", models)


@pytest.mark.parametrize(("value", "status"), [(-1, 422), (0, 200), (100, 200), (101, 422)])
def test_query_has_bounds(value: int, status: int) -> None:
    """`Annotated[int, Query(ge=0, le=100)] = 0` does what was meant."""
    app = FastAPI()

    @app.get("/models")
    def models(skip: Annotated[int, Query(ge=0, le=100)] = 0) -> int:
        return skip

    assert ask(app, "GET", "/models", params={"skip": value}).status_code == status


def test_slice_takes_negative_numbers() -> None:
    """Without a bound, a limit of -1 is all but one, and a skip of -2 is the end."""
    rows = list(range(10))

    assert rows[0 : 0 + -1] == rows[:9]
    assert rows[-2:] == [8, 9]


def test_optional_type_is_not_a_default() -> None:
    """`str | None` may be null, but it must be sent; the default makes it optional."""
    app = FastAPI()

    @app.get("/needed")
    def needed(search: str | None) -> None: ...

    @app.get("/optional")
    def optional(search: str | None = None) -> None: ...

    assert ask(app, "GET", "/needed").status_code == 422
    assert ask(app, "GET", "/optional").status_code == 200


def test_uuid4_takes_version_4_only() -> None:
    """UUID4 refuses the other versions; uuid.UUID takes them all."""
    app = FastAPI()

    @app.get("/four/{key}")
    def four(key: UUID4) -> None: ...

    @app.get("/any/{key}")
    def any_version(key: uuid.UUID) -> None: ...

    one, random = uuid.uuid1(), uuid.uuid4()
    asked = {f"/{path}/{key}": ask(app, "GET", f"/{path}/{key}").status_code
             for path in ("four", "any") for key in (one, random)}  # fmt: skip

    assert asked == {
        f"/four/{one}": 422,
        f"/four/{random}": 200,
        f"/any/{one}": 200,
        f"/any/{random}": 200,
    }


def test_second_route_of_the_same_shape_is_never_reached() -> None:
    """Two routes on /users/{user_id} with different types: the second is never reached."""
    app = FastAPI()

    @app.get("/users/{user_id}")
    def by_number(user_id: int) -> str:
        return "number"

    @app.get("/users/{user_uuid}")
    def by_uuid(user_uuid: uuid.UUID) -> str:
        return "uuid"

    assert ask(app, "GET", "/users/7").json() == "number"
    assert ask(app, "GET", f"/users/{uuid.uuid4()}").status_code == 422


def test_enum_in_a_text() -> None:
    """A (str, Enum) member in an f-string is its name; a StrEnum member is its value."""

    class Mixed(str, Enum):  # noqa: UP042 that is what the test is about
        PYTORCH = "pytorch"

    class Plain(StrEnum):
        PYTORCH = "pytorch"

    assert f"{Mixed.PYTORCH}" == "Mixed.PYTORCH"
    assert f"{Plain.PYTORCH}" == "pytorch"


class Account(BaseModel):
    email: str
    password: Annotated[SecretStr, Field(min_length=8)]


@pytest.mark.parametrize(
    "body",
    [
        {"email": "ada@example.com", "password": "s3cret!"},
        {"password": "s3cret!-and-long-enough"},
    ],
)
def test_a_422_sends_the_password_back(body: dict[str, str]) -> None:
    """FastAPI's own 422 has the refused value in it, and for a missing field the whole
    body; SecretStr does not change that."""
    app = FastAPI()

    @app.post("/users")
    def create(account: Account) -> None: ...

    answer = ask(app, "POST", "/users", json=body)

    assert answer.status_code == 422
    assert body["password"] in answer.text


def test_unknown_fields_are_ignored() -> None:
    """A key that the model does not have is dropped without a word."""
    app = FastAPI()

    @app.post("/users")
    def create(account: Account) -> list[str]:
        return sorted(account.model_dump())

    body = {"email": "a@example.com", "password": "long enough", "is_admin": True}
    assert ask(app, "POST", "/users", json=body).json() == ["email", "password"]


@pytest.mark.parametrize("name", ["../evil.txt", "/tmp/evil.txt", "..\\evil.txt", "a" * 300])
def test_file_name_is_what_the_client_wrote(name: str) -> None:
    """Nobody cleans `filename` or `content_type`: both are the client's own words."""
    app = FastAPI()

    @app.post("/artifacts")
    def upload(file: UploadFile) -> list[str | None]:
        return [file.filename, file.content_type]

    files = {"file": (name, b"x", "image/png")}
    assert ask(app, "POST", "/artifacts", files=files).json() == [name, "image/png"]


def test_raw_file_name_writes_elsewhere(tmp_path: Path) -> None:
    """`uploads/{file.filename}` with `../evil.txt` is a file outside of uploads."""
    app, uploads = FastAPI(), tmp_path / "uploads"
    uploads.mkdir()

    @app.post("/artifacts")
    def upload(file: UploadFile) -> None:
        Path(f"{uploads}/{file.filename}").write_bytes(file.file.read())

    ask(app, "POST", "/artifacts", files={"file": ("../evil.txt", b"x")})

    assert (tmp_path / "evil.txt").read_bytes() == b"x"


def test_absolute_name_forgets_the_folder(tmp_path: Path) -> None:
    """A folder joined with an absolute path is the absolute path."""
    assert Path("uploads") / str(tmp_path / "evil.txt") == tmp_path / "evil.txt"


def test_long_name_is_an_error(tmp_path: Path) -> None:
    """A name of 300 letters cannot be written: unhandled, that is a 500."""
    with pytest.raises(OSError, match="too long"):
        (tmp_path / ("a" * 300)).write_bytes(b"x")


def test_body_size_has_no_limit_by_itself() -> None:
    """By default a body may have any size; `max_body_size` answers 413 for all routes."""

    def upload(file: UploadFile) -> int | None:
        return file.size

    large = {"file": ("x", bytes(200_000))}
    for app, status in ((FastAPI(), 200), (FastAPI(max_body_size=100_000), 413)):
        app.add_api_route("/artifacts", upload, methods=["POST"])
        assert ask(app, "POST", "/artifacts", files=large).status_code == status


class Login(BaseModel):
    username: str


def test_empty_form_field_is_missing() -> None:
    """An empty form field reads as one that was not sent."""
    app = FastAPI()

    @app.post("/login")
    def login(username: Annotated[str, Form()], note: Annotated[str | None, Form()] = None) -> Any:
        return note

    assert ask(app, "POST", "/login", data={"username": ""}).status_code == 422
    assert ask(app, "POST", "/login", data={"username": "ada", "note": ""}).json() is None


def test_json_is_no_form() -> None:
    """A form route refuses JSON, and a JSON route refuses a form."""
    app = FastAPI()

    @app.post("/form")
    def form(username: Annotated[str, Form()]) -> None: ...

    @app.post("/json")
    def json(login: Login) -> None: ...

    fields = {"username": "ada"}
    assert ask(app, "POST", "/form", json=fields).status_code == 422
    assert ask(app, "POST", "/json", data=fields).status_code == 422
    assert ask(app, "POST", "/form", data=fields).status_code == 200
    assert ask(app, "POST", "/json", json=fields).status_code == 200


def test_plain_parameter_of_a_post_is_in_the_query() -> None:
    """Without Form, Body or a model, a parameter is sought in the query, also in a POST."""
    app = FastAPI()

    @app.post("/login")
    def login(username: str) -> None: ...

    assert ask(app, "POST", "/login", data={"username": "ada"}).status_code == 422
    assert ask(app, "POST", "/login", params={"username": "ada"}).status_code == 200
