"""Checks of lesson 3."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

import pytest

from checker.expect import disk
from checker.expect.answer import Answer
from checker.expect.app import App, Pending
from checker.expect.compare import A_NUMBER, A_TEXT, shown
from checker.expect.fresh import Fresh


def _operation(app: App, method: str, path: str) -> dict[str, Any]:
    """What OpenAPI says about a route, whatever its path parameters are called."""
    shape = re.sub(r"{[^{}]*}", "{}", path)
    for found, operations in app.openapi().get("paths", {}).items():
        if re.sub(r"{[^{}]*}", "{}", found) == shape:
            operation = operations.get(method.lower(), {})
            return operation if isinstance(operation, dict) else {}
    return {}


def _unknown(fresh: Fresh) -> int:
    return fresh.number(90_000, 99_999)


# -- 3.1 -------------------------------------------------------------------------------

FIELDS = {"id", "email", "name"}


def _new_user(app: App, fresh: Fresh) -> tuple[dict[str, Any], str]:
    """A user as it may go out, and the hash that must not."""
    email, name, secret = fresh.email(), fresh.name(), fresh.password(20)
    user_id = app.given("store.add_user", email, name, secret)
    return {"id": user_id, "email": email, "name": name}, secret


def _promised(app: App, path: str) -> set[str]:
    """The fields that OpenAPI promises in the answer, or in each item of a list."""
    document = app.openapi()
    answer = _operation(app, "GET", path).get("responses", {}).get("200", {})
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    schema = _resolved(schema, document)
    return set(_resolved(schema.get("items", schema), document).get("properties", {}))


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found = document.get("components", {}).get("schemas", {}).get(name, {}) if name else schema
    return found if isinstance(found, dict) else {}


def _expect_no_secret(answer: Answer, secret: str, path: str) -> None:
    if secret not in answer.text:
        return
    app, promised = answer.app, _promised(answer.app, path)
    if "password_hash" in promised:
        what = "A user's password hash goes out: your response model has it."
        step = "leave it out of the model; what the model does not have stays inside"
    elif promised:
        what = "A user's password hash goes out, past your response model."
        step = "return the user itself: a JSONResponse of your own is not filtered"
    else:
        what = f"A user's password hash goes out: GET {path} has no response model."
        step = "write a Pydantic model with id, email and name; name it: response_model=…"
    app.fail(answer, what, "id, email and name", shown(answer.json, 120), step)


@pytest.mark.step("3.1")
def test_one_user(app: App, fresh: Fresh) -> None:
    """GET /users/{user_id} gives that user, without the hash."""
    user, secret = _new_user(app, fresh)
    answer = app.get(f"/users/{user['id']}").expect_ok()
    _expect_no_secret(answer, secret, "/users/{user_id}")
    answer.expect_json(
        user,
        summary="The user does not go out as id, email and name.",
        next="give the response model exactly these fields: id, email, name",
    )


@pytest.mark.step("3.1")
def test_unknown_user(app: App, fresh: Fresh) -> None:
    """A user that is not there is a 404."""
    app.get(f"/users/{_unknown(fresh)}").expect(
        404,
        summary="A user that does not exist did not get a 404.",
        next="when the store gives None: raise HTTPException(status_code=404, …)",
    )


@pytest.mark.step("3.1")
def test_every_user(app: App, fresh: Fresh) -> None:
    """GET /users gives every user, without the hash."""
    user, secret = _new_user(app, fresh)
    answer = app.get("/users").expect_ok(
        next="the response model of a list is a list too: response_model=list[…]"
    )
    _expect_no_secret(answer, secret, "/users")
    users = answer.json if isinstance(answer.json, list) else []
    if len(users) != user["id"]:  # ids count from 1, and nobody ever leaves
        app.fail(
            answer,
            "GET /users does not give every user.",
            f"a list of {user['id']} users",
            f"a list of {len(users)}" if users else answer.told(),
            "return what store.all_users() gives",
        )
    each: dict[str, Any] = {"id": A_NUMBER, "email": A_TEXT, "name": A_TEXT}
    answer.expect_json(
        [each] * (len(users) - 1) + [user],
        summary="A user in the list does not go out as id, email and name.",
        next="give both routes the same response model, the list as list[…]",
    )


@pytest.mark.step("3.1")
@pytest.mark.parametrize("path", ["/users/{user_id}", "/users"])
def test_docs_show_the_fields(app: App, path: str) -> None:
    """OpenAPI shows the three fields of a user, and not the hash."""
    promised = _promised(app, path)
    if promised == FIELDS:
        return
    answer = app.get(path.replace("{user_id}", "1"))
    if "password_hash" in promised:
        app.fail(
            answer,
            f"The docs of GET {path} show a password_hash to everybody.",
            "a response model with id, email and name",
            f"one with {', '.join(sorted(promised))}",
            "write a model without the hash; excluding it hides it in answers, not in the docs",
        )
    app.fail(
        answer,
        f"The docs of GET {path} do not say what a user looks like.",
        "a response model with id, email and name",
        f"one with {', '.join(sorted(promised))}" if promised else "no response model",
        "name your Pydantic model in the decorator: response_model=…",
    )


# -- 3.2 -------------------------------------------------------------------------------


def _expect_status(answer: Answer, status: int, next: str) -> None:
    body = answer.json
    if answer.status == 200 and isinstance(body, list) and status in body:
        answer.app.fail(
            answer,
            f"The {status} was sent as a part of the body; the status is still 200.",
            f"status {status}, and the value alone as the body",
            answer.told(),
            next,
        )
    answer.expect(status, next=next)


def _expect_documented(app: App, answer: Answer, path: str, status: int) -> None:
    method = answer.asked.method
    codes = [code for code in _operation(app, method, path).get("responses", {}) if code < "3"]
    if codes != [str(status)]:
        app.fail(
            answer,
            f"The docs promise another status than {status} for {method} {path}.",
            f"{status} in the docs (OpenAPI), as in the answer",
            " and ".join(codes) or "no status at all",
            f"say it in the decorator: @app.{method.lower()}(…, status_code={status})",
        )


def _new_model(app: App, fresh: Fresh) -> dict[str, Any]:
    version = fresh.number(20, 900)
    model: dict[str, Any] = app.given("store.add_model", fresh.name(), "pytorch", version)
    return model


@pytest.mark.step("3.2")
def test_created(app: App, fresh: Fresh) -> None:
    """POST /models answers 201 with the new model, and keeps it."""
    body = {"name": fresh.name(), "framework": "sklearn"}
    answer = app.post("/models", json=body)
    _expect_status(answer, 201, "give the decorator the status: status_code=201")
    answer.expect_json(
        {"id": A_NUMBER, **body, "version": A_NUMBER},
        summary="The answer is not the new model.",
        next="return what store.add_model() gives",
    )
    if app.given("store.get_model", answer.json["id"]) != answer.json:
        app.fail(
            answer,
            "The new model was not kept.",
            "the same model in the store",
            "another one, or none",
            "keep it with store.add_model(), and return what that gives",
        )
    app.given("store.remove_model", answer.json["id"])


@pytest.mark.step("3.2")
def test_deleted(app: App, fresh: Fresh) -> None:
    """DELETE /models/{model_id} answers 204 with nothing in it, and the model is gone."""
    model = _new_model(app, fresh)
    pending = app.start("DELETE", f"/models/{model['id']}")
    answer = pending.head()
    if answer.status != 204:
        answer = app.delete(f"/models/{_new_model(app, fresh)['id']}")  # with its body
        _expect_status(answer, 204, "give the decorator the status: status_code=204")
    app.get(f"/{fresh.word()}")  # so that the app is done with the request before
    if pending.readable:  # the server refuses to send the body, and hangs up
        app.fail(
            answer,
            "The 204 has a body, and 204 means that there is none.",
            "204 and nothing else",
            "204, and then the connection broke off",
            "return None from the function, or a plain Response(status_code=204)",
        )
    pending.cancel()
    if app.given("store.get_model", model["id"]) is not None:
        app.fail(
            answer,
            "The model is still in the store.",
            "no such model",
            "it is still there",
            "remove it with store.remove_model()",
        )


@pytest.mark.step("3.2")
def test_delete_unknown(app: App, fresh: Fresh) -> None:
    """DELETE of a model that is not there is a 404."""
    app.delete(f"/models/{_unknown(fresh)}").expect(
        404,
        summary="Deleting a model that does not exist did not get a 404.",
        next="store.remove_model() gives False when there was none: raise a 404 then",
    )


@pytest.mark.step("3.2")
def test_codes_in_the_docs(app: App, fresh: Fresh) -> None:
    """OpenAPI promises 201 and 204."""
    body = {"name": fresh.name(), "framework": "sklearn"}
    created = app.post("/models", json=body).expect(201)
    _expect_documented(app, created, "/models", 201)
    deleted = app.delete(f"/models/{created.json['id']}").expect(204)
    _expect_documented(app, deleted, "/models/{model_id}", 204)


# -- 3.3 -------------------------------------------------------------------------------

LOST = "set it on the response that is sent: the one you return, else the Response parameter"


@pytest.mark.step("3.3")
def test_model(app: App, fresh: Fresh) -> None:
    """GET /models/{model_id} gives that model, and a 404 for none."""
    model = _new_model(app, fresh)
    answer = app.get(f"/models/{model['id']}").expect_ok()
    answer.expect_json(
        model,
        summary="The body is not the model.",
        next="return the model alone; headers go elsewhere",
    )
    app.get(f"/models/{_unknown(fresh)}").expect(
        404,
        summary="A model that does not exist did not get a 404.",
        next="get the model from existing_model(model_id), which raises the 404",
    )


@pytest.mark.step("3.3")
def test_cache_control(app: App, fresh: Fresh) -> None:
    """A model may be kept for an hour."""
    answer = app.get(f"/models/{_new_model(app, fresh)['id']}").expect_ok()
    answer.expect_header("Cache-Control", summary="There is no Cache-Control header.", next=LOST)
    given = answer.header("cache-control")
    words = {word.strip().lower() for word in given.split(",")}
    if "max-age=3600" not in words or words & {"no-store", "no-cache"}:
        app.fail(
            answer,
            "The header Cache-Control does not say one hour.",
            "Cache-Control: max-age=3600",
            f"Cache-Control: {given}",
            "its value is the text max-age=3600",
        )


@pytest.mark.step("3.3")
def test_model_version(app: App, fresh: Fresh) -> None:
    """Each model goes out with its own version in a header."""
    for model in (_new_model(app, fresh), _new_model(app, fresh)):
        answer = app.get(f"/models/{model['id']}").expect_ok()
        answer.expect_header(
            "X-Model-Version", summary="There is no X-Model-Version header.", next=LOST
        )
        answer.expect_header(
            "X-Model-Version",
            str(model["version"]),
            summary="The header X-Model-Version is not this model's version.",
            next='take it from the model: str(model["version"])',
        )


# -- 3.4 -------------------------------------------------------------------------------


def _retrain(app: App, fresh: Fresh) -> Answer:
    return app.post(f"/models/{_new_model(app, fresh)['id']}/retrain")


@pytest.mark.step("3.4")
def test_accepted(app: App, fresh: Fresh) -> None:
    """POST /models/{model_id}/retrain answers 202."""
    _expect_status(
        _retrain(app, fresh), 202, "give the JSONResponse status_code=202, or the decorator"
    )


@pytest.mark.step("3.4")
def test_job_is_told(app: App, fresh: Fresh) -> None:
    """The answer tells the job that was started, as JSON."""
    before = len(app.given("jobs.waiting"))
    answer = _retrain(app, fresh).expect(202)
    if isinstance(answer.json, str):
        app.fail(
            answer,
            "The body is a text with JSON in it, not JSON itself.",
            '{"job_id": …}',
            shown(answer.json, 60),
            "give JSONResponse the dict; it turns that into JSON itself",
        )
    started = app.given("jobs.waiting")[before:]
    if len(started) != 1:
        app.fail(
            answer,
            f"One request started {len(started) or 'no'} jobs.",
            "one job",
            f"{len(started)} calls of jobs.start",
            "call jobs.start(model_id) once, and keep what it gives",
        )
    job_id, queued_at = started[0]
    answer.expect_json(
        {"job_id": job_id, "state": "queued", "queued_at": A_TEXT},
        summary="The answer does not tell the job as the step asks for it.",
        next="answer with job_id, state and queued_at; they belong to what jobs.start() gave",
    )
    _expect_moment(answer, queued_at)


def _expect_moment(answer: Answer, moment: str) -> None:
    told = answer.json["queued_at"]
    with contextlib.suppress(ValueError):
        if datetime.fromisoformat(told) == datetime.fromisoformat(moment):
            return
    answer.app.fail(
        answer,
        "`queued_at` is not the moment at which the job was queued.",
        f"queued_at: {shown(moment)}",
        f"queued_at: {shown(told)}",
        "take the job's own queued_at; jsonable_encoder() writes it as ISO text",
    )


@pytest.mark.step("3.4")
def test_job_id_header(app: App, fresh: Fresh) -> None:
    """The job's id is in the header X-Job-Id too."""
    answer = _retrain(app, fresh).expect(202)
    answer.expect_header("X-Job-Id", summary="There is no X-Job-Id header.", next=LOST)
    answer.expect_header(
        "X-Job-Id",
        str((answer.json or {}).get("job_id")),
        summary="The header X-Job-Id and the body name two different jobs.",
        next="call jobs.start() once, and use its id in both places",
    )


@pytest.mark.step("3.4")
def test_no_job_without_a_model(app: App, fresh: Fresh) -> None:
    """For a model that is not there, nothing is started."""
    answer = app.post(f"/models/{_unknown(fresh)}/retrain").expect(
        404,
        summary="A model that does not exist was sent to be trained.",
        next="begin with existing_model(model_id), which raises the 404",
    )
    if app.calls("jobs.start"):
        app.fail(
            answer,
            "The answer is 404, and yet a job was started.",
            "no job",
            "one call of jobs.start",
            "call existing_model(model_id) before jobs.start(model_id)",
        )


# -- 3.5 -------------------------------------------------------------------------------


def _plant(app: App, name: str, data: bytes) -> Path:
    """Put a file below the folder that the app was started in."""
    try:
        return disk.write(app.files / name, data)
    except OSError as error:
        app.fail(
            None,
            f"We cannot put a file into the folder {Path(name).parent} of your app.",
            "a folder, as it was given",
            f"{error}",
            "leave that folder as it is: your code only reads from it",
        )


@pytest.mark.step("3.5")
@pytest.mark.parametrize(
    ("ending", "media"), [("csv", "text/csv"), ("json", "application/json"), ("png", "image/png")]
)
def test_download(app: App, fresh: Fresh, ending: str, media: str) -> None:
    """A file comes with its bytes, its media type and its name."""
    data, name = fresh.data(), f"{fresh.name()}.{ending}"
    _plant(app, f"artifacts/{name}", data)
    _expect_file(app.get(f"/artifacts/{name}"), data, media, name)


@pytest.mark.step("3.5")
def test_download_from_a_folder(app: App, fresh: Fresh) -> None:
    """A file in a folder inside of ARTIFACTS comes too, under its own name."""
    data, folder, name = fresh.data(), fresh.name(), f"{fresh.name()}.csv"
    _plant(app, f"artifacts/{folder}/deep/{name}", data)
    answer = app.get(f"/artifacts/{folder}/deep/{name}")
    if answer.status == 404:
        app.fail(
            answer,
            "A file in a folder inside of ARTIFACTS is not found.",
            "200 and the file",
            answer.told(),
            "write {path:path} in the route, and keep the folders in front of the name",
        )
    _expect_file(answer, data, "text/csv", name)


@pytest.mark.step("3.5")
@pytest.mark.parametrize("name", ["final scores v2.csv", "模型.csv"])
def test_download_with_an_unusual_name(app: App, fresh: Fresh, name: str) -> None:
    """Names with spaces, and in other alphabets, work as well."""
    name, data = f"{fresh.word()} {name}", fresh.data()
    _plant(app, f"artifacts/{name}", data)
    _expect_file(app.get(f"/artifacts/{quote(name)}"), data, "text/csv", name)


def _expect_file(answer: Answer, data: bytes, media: str, name: str) -> None:
    answer.expect_ok(next="look for the file in the folder ARTIFACTS, and send it: FileResponse")
    if answer.body != data:
        answer.app.fail(
            answer,
            "The bytes that came are not those of the file.",
            f"its {len(data)} bytes, unchanged",
            f"{len(answer.body)} others",
            "send the file as it is, with FileResponse, and not as text or JSON",
        )
    _expect_name(answer, name)
    told = answer.header("content-type")
    if told.partition(";")[0].strip().lower() != media:
        answer.app.fail(
            answer,
            "The media type does not fit the file's name.",
            f"Content-Type: {media}",
            f"Content-Type: {told}" if told else "no Content-Type header",
            "leave media_type out: FileResponse finds it by the name",
        )


def _expect_name(answer: Answer, name: str) -> None:
    told = answer.header("content-disposition")
    message = Message()
    message["content-disposition"] = told
    if message.get_filename() == name and told.lower().startswith("attachment"):
        return
    answer.app.fail(
        answer,
        "The answer does not say under which name to save the file.",
        f'Content-Disposition: attachment; filename="{name}"',
        f"Content-Disposition: {told}" if told else "no Content-Disposition header",
        "give FileResponse filename=…, the last part of the path",
    )


NOT_FOUND = "check the path before you send: if it is no file, raise a 404"
RESOLVE = "resolve() the path, then ask is_relative_to() the resolved folder; else a 404"


@pytest.mark.step("3.5")
def test_missing_file(app: App, fresh: Fresh) -> None:
    """What is not there is a 404: a file, a folder, a name that no file can have."""
    _plant(app, "artifacts/scores/a.csv", b"")
    for path, what in (
        (f"{fresh.name()}.csv", "A file that is not there"),
        ("scores", "A folder"),
        ("scores/a.csv/b.csv", "A file inside of a file"),
        ("", "An empty path"),
        (f"{fresh.word()}%00.csv", "A name with a NUL character (%00) in it"),
        (f"{fresh.word(300)}.csv", "A name of 300 letters"),
    ):
        _expect_404(app.get(f"/artifacts/{path}"), what, NOT_FOUND)


def _expect_404(answer: Answer, what: str, next: str) -> None:
    if answer.status == 404:
        return
    verb = "makes your app fail" if answer.status >= 500 else "is not answered with 404"
    error = answer.raised if isinstance(answer.raised, dict) else {}
    got = f"{answer.status}, {error['type']}: {error['message']}" if error else answer.told()
    answer.app.fail(answer, f"{what} {verb}.", "404", " ".join(got.split())[:160], next)


@pytest.mark.step("3.5")
def test_nothing_from_outside(app: App, fresh: Fresh) -> None:
    """Nothing outside of ARTIFACTS can be read, whatever the path."""
    secret = fresh.data().hex().encode()
    name = f"{fresh.word()}.txt"
    outside = _plant(app, name, secret)
    _plant(app, f"artifacts-old/{name}", secret)  # begins like the folder's own name
    _plant(app, "artifacts/scores/a.csv", b"")
    for path in (
        f"../{name}",
        f"%2e%2e/{name}",
        f"%2e%2e%2f{name}",
        f"scores/../../{name}",
        f"....//{name}",
        f"..%5C{name}",
        f"../artifacts-old/{name}",
        quote(str(outside)),
        quote(str(outside), safe=""),
        "..",
        "%2e%2e%2f",
    ):
        answer = app.get(f"/artifacts/{path}")
        if secret in answer.body:
            _outside(answer, "a file outside of ARTIFACTS")
        _expect_404(answer, "A path that leads out of ARTIFACTS", RESOLVE)


@pytest.mark.step("3.5")
def test_no_link_out(app: App, fresh: Fresh) -> None:
    """A link in ARTIFACTS that leads out of it is not followed."""
    secret, name = fresh.data(), f"{fresh.word()}.csv"
    outside = _plant(app, f"private/{name}", secret)
    _plant(app, "artifacts/scores/a.csv", b"")
    link = app.files / "artifacts" / name
    try:
        link.symlink_to(outside)
    except OSError:  # Windows asks for a right that few have
        return
    answer = app.get(f"/artifacts/{name}")
    link.unlink()
    if answer.body == secret:
        _outside(answer, "a file outside of ARTIFACTS, through a link")
    _expect_404(answer, "A link that leads out of ARTIFACTS", RESOLVE)


def _outside(answer: Answer, what: str) -> NoReturn:
    answer.app.fail(
        answer,
        f"Your app gave away {what}.",
        "404",
        f"{answer.status} and the whole file",
        RESOLVE,
    )


# -- 3.6 -------------------------------------------------------------------------------

COLUMNS = ["id", "name", "framework", "version"]
MAKE = "exports.make_row"


def _rows(app: App) -> list[list[str]]:
    models = app.given("store.all_models")
    return [COLUMNS, *([str(model[key]) for key in COLUMNS] for model in models)]


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.step("3.6")
def test_export(app: App, fresh: Fresh) -> None:
    """GET /models/export gives every model as a line of CSV, freshly made."""
    app.given("store.add_model", f'{fresh.word()}, the "{fresh.word()}"', "xgboost")
    answer = app.get("/models/export")
    if answer.status == 422:
        app.fail(
            answer,
            "/models/export was taken for /models/{model_id}.",
            "200 and the lines of CSV",
            '422, because "export" is no number',
            "move the function for /models/export above the one with {model_id}",
        )
    answer.expect_ok()
    _expect_csv(answer)
    _expect_rows(answer, _rows(app))
    app.given("store.add_model", fresh.name(), "sklearn")
    made = len(app.calls(MAKE))
    again = app.get("/models/export").expect_ok()
    rows = _rows(app)
    _expect_rows(again, rows)
    if len(app.calls(MAKE)) - made != len(rows) - 1:
        app.fail(
            again,
            "The rows do not come from exports.rows().",
            f"{len(rows) - 1} rows made for this request",
            f"{len(app.calls(MAKE)) - made}",
            "go through the rows once for each request: async for row in exports.rows()",
        )


def _expect_csv(answer: Answer) -> None:
    told = answer.header("content-type")
    if told.partition(";")[0].strip().lower() != "text/csv":
        answer.app.fail(
            answer,
            "The answer does not say that it is CSV.",
            "Content-Type: text/csv",
            f"Content-Type: {told}" if told else "no Content-Type header",
            'set media_type="text/csv", on the response or in the class of response_class',
        )


def _expect_rows(answer: Answer, rows: list[list[str]]) -> None:
    got = _read(answer.text)
    if got == rows:
        return
    at = next((i for i, row in enumerate(rows) if i >= len(got) or got[i] != row), len(rows))
    want = f"line {at + 1}: {','.join(rows[at])}" if at < len(rows) else f"{len(rows)} lines"
    have = f"line {at + 1}: {','.join(got[at])[:100]}" if at < len(got) else f"{len(got)} lines"
    step = "begin with exports.COLUMNS, then make a line of each row: exports.csv_line()"
    if len(got) == len(rows) and at and len(got[at]) != len(COLUMNS):
        want, have = f"{len(COLUMNS)} values in line {at + 1}", f"{len(got[at])} values"
        step = "a comma inside of a value needs quotes: exports.csv_line() sets them"
    answer.app.fail(answer, "The lines are not the CSV of the models.", want, have, step)


@pytest.mark.step("3.6")
def test_lines_go_out_while_rows_are_made(app: App, fresh: Fresh) -> None:
    """The first lines arrive before the later rows exist."""
    for _ in range(2):
        app.given("store.add_model", fresh.name(), "pytorch")
    rows = _rows(app)
    with app.hold(MAKE, after=2):
        pending = app.start("GET", "/models/export")
        app.wait_for_calls(MAKE, 3)
        app.get(f"/{fresh.word()}")  # so that whatever it has in hand gets sent
        lines = _lines_by_now(pending)
        if len(lines) < 3:
            got = ["nothing yet", "only the line of the columns", "only two lines"][len(lines)]
            app.fail(
                pending.asked,
                "Lines wait in your app until later rows are made.",
                "three lines sent, while the third row is still being made",
                got,
                "yield each line inside of the loop over the rows; collect nothing",
            )
    while line := pending.read_line():
        lines.append(line)
    pending.cancel()
    if _read(b"".join(lines).decode("utf-8", "replace")) != rows:
        app.fail(
            pending.asked,
            "The lines that came after a wait are not those of the models.",
            f"{len(rows)} lines in all",
            f"{len(lines)} lines",
            "go on with the loop to the last row",
        )


def _lines_by_now(pending: Pending) -> list[bytes]:
    """The first three lines, or as many of them as have arrived already."""
    if not pending.readable:
        return []
    pending.head()
    lines: list[bytes] = []
    while len(lines) < 3 and (line := pending.read_line(wait=False)):
        lines.append(line)
    return lines
