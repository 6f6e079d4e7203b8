"""Model Hub, lesson 2: what a request brings, and what is let in."""

import pathlib
import uuid
from enum import StrEnum
from typing import Annotated, Any

from fastapi import FastAPI, Form, HTTPException, Path, Query, UploadFile
from pydantic import UUID4, BaseModel, EmailStr, Field

from . import store

app = FastAPI(title="Model Hub", version="2.0.0")

UPLOADS = pathlib.Path("uploads")
"""Where step 2.4 keeps uploaded files, below the folder the app was started in."""

MAX_BYTES = 100_000
"""The largest upload that step 2.4 lets in."""


# region 2.1
#| # TODO 2.1: Path parameters
#| #   GET /models/{model_id}        model_id: a whole number, 1 or more.
#| #                                 The model: store.get_model(); none: 404
#| #   GET /reports/{report_id}      report_id: a UUID, version 4 only.
#| #                                 The report: store.get_report(); none: 404
#| #   GET /frameworks/{framework}   framework: sklearn, pytorch, tensorflow or xgboost,
#| #                                 as an Enum. Answer, for pytorch:
#| #                                 {"title": "Models made with pytorch", "models": […]}
#| #                                 the list from store.models_made_with()
#| #   Whatever does not fit is refused with 422, before your function runs.
#|? The types state each rule once: FastAPI enforces it and puts it in the docs, and the
#|? functions only ever see values that are good.
class Framework(StrEnum):
    SKLEARN = "sklearn"
    PYTORCH = "pytorch"
    TENSORFLOW = "tensorflow"
    XGBOOST = "xgboost"


@app.get("/models/{model_id}")
def get_model(model_id: Annotated[int, Path(ge=1)]) -> dict[str, Any]:
    model = store.get_model(model_id)
    if model is None:
        raise HTTPException(status_code=404, detail="There is no such model.")
    return model


@app.get("/reports/{report_id}")
def get_report(report_id: UUID4) -> dict[str, Any]:
    report = store.get_report(report_id)
    if report is None:
        raise HTTPException(status_code=404, detail="There is no such report.")
    return report


@app.get("/frameworks/{framework}")
def get_framework(framework: Framework) -> dict[str, Any]:
    return {
        "title": f"Models made with {framework}",
        "models": store.models_made_with(framework),
    }


# endregion


# region 2.2
#| # TODO 2.2: Query parameters
#| #   GET /models   a list of models, in the order of store.all_models()
#| #     search   may be left out; at least 3 characters. Only models with this text in
#| #              their name
#| #     skip     leave out so many at the beginning; 0 or more, 0 if not sent
#| #     limit    then give at most so many; from 1 to 100, 10 if not sent
#| #   First search, then skip, then limit. What does not fit is refused with 422.
#|? The bounds stand in the signature, so they are checked and documented, and skip and limit
#|? come after the search, so that pages count only what was found.
@app.get("/models")
def list_models(
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    search: Annotated[str | None, Query(min_length=3)] = None,
) -> list[dict[str, Any]]:
    found = [m for m in store.all_models() if search is None or search in m["name"]]
    return found[skip : skip + limit]


# endregion


# region 2.3
#| # TODO 2.3: Request bodies. They are JSON. Keep users with store.add_user / change_user.
#| #   POST  /users             email     an email address: EmailStr
#| #                            password  at least 8 characters
#| #                            name      1 to 100 characters
#| #   PATCH /users/{user_id}   any of the three, with the same rules; none may be null.
#| #                            Change only what was sent. No such user: 404
#| #   Both answer {"id": …, "email": …, "name": …}: the password never comes back.
#| #   Whatever else a client sends is not kept.
#|? Both models use the same named types, so a rule for a password is written once and holds for
#|? POST and PATCH.
Password = Annotated[str, Field(min_length=8)]
Name = Annotated[str, Field(min_length=1, max_length=100)]


class UserCreate(BaseModel):
    email: EmailStr
    password: Password
    name: Name


class UserUpdate(BaseModel):
    # A default makes a field optional. These are never used: exclude_unset drops them.
    email: EmailStr = ""
    password: Password = ""
    name: Name = ""


def public(user: dict[str, Any]) -> dict[str, Any]:
    """What everybody may see of a user."""
    return {key: user[key] for key in ("id", "email", "name")}


@app.post("/users")
def create_user(user: UserCreate) -> dict[str, Any]:
    return public(store.add_user(user.model_dump()))


@app.patch("/users/{user_id}")
def update_user(user_id: int, changes: UserUpdate) -> dict[str, Any]:
    user = store.change_user(user_id, changes.model_dump(exclude_unset=True))
    if user is None:
        raise HTTPException(status_code=404, detail="There is no such user.")
    return public(user)


# endregion


# region 2.4
#| # TODO 2.4: File uploads. Keep them in the folder UPLOADS; make it if it is not there.
#| #   POST /artifacts         one file, in the form field `file`. Answer:
#| #                           {"filename":      what the client called it,
#| #                            "stored_as":     the name you gave it inside UPLOADS,
#| #                            "size":          its bytes,
#| #                            "content_type":  what the client says it is}
#| #   POST /artifacts/batch   several, in the form field `files`; a list of such answers
#| #   A file of more than MAX_BYTES bytes: 413, and nothing of the request is kept.
#| #   The same filename twice: both files are kept.
#| #   Names such as ../x, /tmp/x or 300 letters are no reason for a 500, and nothing is
#| #   ever written outside of UPLOADS. Keep such a file, or refuse it with 400 or 422.
#|? A name of our own leaves the client's name nothing to decide, and every file is read before
#|? the first is written, so a refusal leaves nothing behind.
def read_within_limit(file: UploadFile) -> bytes:
    """All bytes of an upload. Raises a 413 if there are too many."""
    data = file.file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise HTTPException(status_code=413, detail=f"At most {MAX_BYTES} bytes a file.")
    return data


def keep(file: UploadFile, data: bytes) -> dict[str, Any]:
    """Write an upload under a name of our own, so the client's name decides nothing."""
    stored_as = uuid.uuid4().hex
    UPLOADS.mkdir(exist_ok=True)
    (UPLOADS / stored_as).write_bytes(data)
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": len(data),
        "content_type": file.content_type,
    }


@app.post("/artifacts")
def upload_artifact(file: UploadFile) -> dict[str, Any]:
    return keep(file, read_within_limit(file))


@app.post("/artifacts/batch")
def upload_artifacts(files: list[UploadFile]) -> list[dict[str, Any]]:
    contents = [read_within_limit(file) for file in files]  # all, before one is written
    return [keep(file, data) for file, data in zip(files, contents, strict=True)]


# endregion


# region 2.5
#| # TODO 2.5: Forms
#| #   POST /login   form fields (not JSON, not the query): username (it is the user's
#| #                 email) and password. Answer {"user_id": …} of the user that
#| #                 store.sign_in() gives; when it gives None: 401
#|? Form() at each field makes FastAPI read a form and nothing else, and one answer for every
#|? failed login tells a stranger nothing.
@app.post("/login")
def login(
    username: Annotated[str, Form()],
    password: Annotated[str, Form()],
) -> dict[str, int]:
    user = store.sign_in(username, password)
    if user is None:
        raise HTTPException(status_code=401, detail="Email and password do not fit.")
    return {"user_id": user["id"]}


# endregion
