"""Checks of lesson 2."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any, NoReturn

import pytest

from checker.expect import disk
from checker.expect.answer import Answer
from checker.expect.app import App
from checker.expect.compare import A_NUMBER, A_TEXT, shown
from checker.expect.fresh import Fresh

# -- 2.1 -------------------------------------------------------------------------------

NUMBERS = "give model_id the type `int` with a lower bound: Path(ge=1)"
FRAMEWORKS = ("sklearn", "pytorch", "tensorflow", "xgboost")


def _expect_404(answer: Answer) -> None:
    answer.expect(
        404,
        summary="A thing that does not exist did not get a 404.",
        next="when the store gives None: raise HTTPException(status_code=404, …)",
    )


@pytest.mark.step("2.1")
def test_model_by_number(app: App, fresh: Fresh) -> None:
    """GET /models/{model_id} gives that model."""
    model = app.given("store.add_model", fresh.name(), "pytorch")
    answer = app.get(f"/models/{model['id']}").expect_ok()
    answer.expect_json(model, next="return what store.get_model(model_id) gives")
    app.given("store.remove_model", model["id"])
    _expect_404(app.get(f"/models/{fresh.number(50_000, 99_999)}"))


@pytest.mark.step("2.1")
@pytest.mark.parametrize(
    ("bad", "summary"),
    [
        ("cedar", "A word was let in as model_id."),
        ("1.5", "A model_id of 1.5 was let in."),
        ("0", "A model_id of 0 was let in."),
        ("-1", "A model_id of -1 was let in."),
    ],
)
def test_model_id_is_a_positive_number(app: App, bad: str, summary: str) -> None:
    """A model_id that is not a whole number, 1 or more, is refused."""
    app.get(f"/models/{bad}").expect_refused(summary=summary, next=NUMBERS)


@pytest.mark.step("2.1")
def test_first_model(app: App) -> None:
    """1 is the smallest model_id, and it is let in."""
    app.get("/models/1").expect(200, 404)


@pytest.mark.step("2.1")
def test_report_by_uuid(app: App, fresh: Fresh) -> None:
    """GET /reports/{report_id} gives that report."""
    report = app.given("store.add_report", fresh.name())
    answer = app.get(f"/reports/{report['id']}").expect_ok()
    answer.expect_json(report, next="return what store.get_report(report_id) gives")
    _expect_404(app.get(f"/reports/{fresh.uuid4()}"))


@pytest.mark.step("2.1")
def test_report_id_is_a_uuid4(app: App, fresh: Fresh) -> None:
    """A report_id that is no UUID, or one of another version, is refused."""
    app.get(f"/reports/{fresh.word()}").expect_refused(
        summary="A word was let in as report_id.", next="give report_id the type UUID4"
    )
    random = uuid.UUID(fresh.uuid4())
    for version in (1, 5):
        app.get(f"/reports/{uuid.UUID(bytes=random.bytes, version=version)}").expect_refused(
            summary=f"A UUID of version {version} was let in.",
            next="uuid.UUID takes every version: use UUID4, from pydantic",
        )


@pytest.mark.step("2.1")
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_framework(app: App, fresh: Fresh, framework: str) -> None:
    """GET /frameworks/{framework} knows the four frameworks."""
    model = app.given("store.add_model", fresh.name(), framework)
    models = app.given("store.models_made_with", framework)
    answer = app.get(f"/frameworks/{framework}").expect_ok()
    app.given("store.remove_model", model["id"])
    answer.expect_json(
        {"title": A_TEXT, "models": models},
        summary=f"The answer does not have the models made with {framework}.",
        next="give the store the text: a StrEnum member, or framework.value",
    )
    title, got = f"Models made with {framework}", answer.json["title"]
    if got != title and (framework.upper() in got or "." in got):
        app.fail(
            answer,
            "The title has the Enum member's name in it, not its value.",
            title,
            got,
            "make the Enum a StrEnum, or put framework.value into the text",
        )
    answer.expect_json({"title": title, "models": models}, next=f"build the title: {title}")


@pytest.mark.step("2.1")
def test_unknown_framework(app: App, fresh: Fresh) -> None:
    """Any other framework is refused."""
    for bad in (fresh.word(), "PYTORCH"):
        app.get(f"/frameworks/{bad}").expect_refused(
            summary=f"There is no framework `{bad}`, and yet it was accepted.",
            next="give the parameter your Enum as its type; its values are the four words",
        )


@pytest.mark.step("2.1")
def test_smallest_model_id(app: App) -> None:
    """A model_id of 1 is let in."""
    app.get("/models/1").expect(
        200, 404, summary="A model_id of 1 was refused.", next="1 is allowed: Path(ge=1)"
    )


# -- 2.2 -------------------------------------------------------------------------------


def _expect_models(answer: Answer, models: list[Any], summary: str, next: str) -> None:
    answer.expect_ok()
    if isinstance(answer.json, list) and answer.json != models:
        answer.app.fail(answer, summary, _ids(models), _ids(answer.json), next)
    answer.expect_json(models, next="return a list of models, as the store has them")


def _ids(models: list[Any]) -> str:
    found = [str(m.get("id")) if isinstance(m, dict) else str(m)[:20] for m in models]
    if len(found) > 12:
        found[5:-2] = ["…"]
    noun = "model" if len(models) == 1 else "models"
    return f"{len(models)} {noun}{', with the ids ' if found else ''}{', '.join(found)}"


@pytest.mark.step("2.2")
def test_first_page(app: App) -> None:
    """GET /models gives the first ten models."""
    models = app.given("store.all_models")
    _expect_models(
        app.get("/models"),
        models[:10],
        "Without any parameter, we did not get the first ten models.",
        "give skip the default 0 and limit the default 10, and cut the list with them",
    )


@pytest.mark.step("2.2")
def test_paging(app: App, fresh: Fresh) -> None:
    """`skip` leaves models out, `limit` says how many follow."""
    models = app.given("store.all_models")
    skip, limit = fresh.number(6, 9), fresh.number(2, 5)
    _expect_models(
        app.get("/models", params={"skip": skip, "limit": limit}),
        models[skip : skip + limit],
        f"The page with skip={skip} and limit={limit} is not right.",
        "a slice ends where the page ends: models[skip : skip + limit]",
    )
    _expect_models(
        app.get("/models", params={"skip": len(models)}),
        [],
        "When all models are skipped, something still comes.",
        "a slice that begins after the end is an empty list: return that",
    )


@pytest.mark.step("2.2")
def test_paging_covers_everything(app: App) -> None:
    """Page after page gives every model once."""
    models = app.given("store.all_models")
    _expect_models(
        app.get("/models", params={"limit": 100}),
        models[:100],
        "With limit=100 we did not get every model.",
        "give at most `limit` models, and nothing less while there are more",
    )


@pytest.mark.step("2.2")
@pytest.mark.parametrize(
    ("name", "value", "next"),
    [
        ("skip", -1, "give `skip` a lower bound: Query(ge=0)"),
        ("limit", 0, "give `limit` a lower bound: Query(ge=1)"),
        ("limit", -1, "give `limit` a lower bound: Query(ge=1)"),
        ("limit", 101, "give `limit` an upper bound: Query(le=100)"),
    ],
)
def test_bounds(app: App, name: str, value: int, next: str) -> None:
    """A skip or limit out of its bounds is refused."""
    app.get("/models", params={name: value}).expect_refused(
        summary=f"A {name} of {value} was accepted.", next=next
    )


@pytest.mark.step("2.2")
def test_limit_of_one(app: App) -> None:
    """The smallest limit is 1."""
    _expect_models(
        app.get("/models", params={"limit": 1}),
        app.given("store.all_models")[:1],
        "With limit=1 we did not get one model.",
        "a limit of 1 is allowed: Query(ge=1), and gives the first model",
    )


@pytest.mark.step("2.2")
@pytest.mark.parametrize("name", ["skip", "limit"])
def test_numbers_only(app: App, fresh: Fresh, name: str) -> None:
    """A word is no number."""
    app.get("/models", params={name: fresh.word()}).expect_refused(
        summary=f"A word was accepted as {name}.", next=f"give `{name}` the type `int`"
    )


@pytest.mark.step("2.2")
def test_search(app: App, fresh: Fresh) -> None:
    """`search` keeps the models that have it in their name."""
    word = fresh.word(9)
    added = [app.given("store.add_model", f"{n}-{word}-{n}", "sklearn") for n in "abcd"]
    found = app.get("/models", params={"search": word})
    short = app.get("/models", params={"search": word[:3], "limit": 100})
    paged = app.get("/models", params={"search": word, "skip": 1, "limit": 2})
    models = app.given("store.all_models")
    for model in added:
        app.given("store.remove_model", model["id"])
    _expect_models(
        found,
        added,
        f"search={word} did not give the models with this in their name.",
        "keep the models where search in model['name'], before you cut out the page",
    )
    _expect_models(
        short,
        [model for model in models if word[:3] in model["name"]],
        "A search with 3 characters did not give the right models.",
        "3 characters are enough: Query(min_length=3)",
    )
    _expect_models(
        paged,
        added[1:3],
        "Together with skip and limit, search gave other models.",
        "search first, and cut out the page from what was found",
    )


@pytest.mark.step("2.2")
def test_search_is_long_enough(app: App) -> None:
    """A search of two characters is refused."""
    app.get("/models", params={"search": "ab"}).expect_refused(
        summary="A search of 2 characters was accepted.",
        next="give `search` a minimum: Query(min_length=3)",
    )


@pytest.mark.step("2.2")
def test_skip_of_zero(app: App) -> None:
    """The smallest skip is 0, also when it is sent."""
    _expect_models(
        app.get("/models", params={"skip": 0, "limit": 3}),
        app.given("store.all_models")[:3],
        "With skip=0 we did not get the first models.",
        "a skip of 0 is allowed: Query(ge=0)",
    )


# -- 2.3 -------------------------------------------------------------------------------


def _new_user(fresh: Fresh) -> dict[str, Any]:
    return {"email": fresh.email(), "password": fresh.password(), "name": fresh.name()}


def _kept_user(app: App, fresh: Fresh) -> dict[str, Any]:
    kept: dict[str, Any] = app.given("store.add_user", _new_user(fresh))
    return kept


def _expect_public(answer: Answer, user: dict[str, Any], summary: str, next: str) -> None:
    """The user without the password, and nothing else."""
    answer.expect_ok()
    if user["password"] in answer.text or '"password"' in answer.text:
        answer.app.fail(
            answer,
            "The password came back in the answer.",
            "id, email and name, and nothing else",
            answer.told(),
            "build the answer from the fields you want to show, not the whole record",
        )
    public = {key: value for key, value in user.items() if key != "password"}
    answer.expect_json(public, summary=summary, next=next)


def _fail_deleted(app: App, answer: Answer, service: str) -> NoReturn:
    app.fail(
        answer,
        "The password was taken out of the store's own record, so it is lost.",
        "email, password and name in the store",
        "a user without a password",
        f"leave what {service} gives as it is: answer with a new dict of id, email and name",
    )


@pytest.mark.step("2.3")
def test_create_user(app: App, fresh: Fresh) -> None:
    """POST /users keeps a new user, and answers without the password."""
    body = _new_user(fresh)
    answer = app.post("/users", json=body).expect_ok()
    _expect_public(
        answer,
        {"id": A_NUMBER, **body},
        "The answer is not the new user.",
        "return the id, email and name of the record that store.add_user() gives",
    )
    kept = app.given("store.get_user", answer.json["id"])
    added = [*app.calls("store.add_user"), {}][0]
    if kept and "password" not in kept and body["password"] in str(added):
        _fail_deleted(app, answer, "store.add_user")
    if kept != {"id": answer.json["id"], **body}:
        app.fail(
            answer,
            "The new user was not kept as we sent it.",
            "email, password and name in the store",
            "no such user" if kept is None else f"a user with {', '.join(kept)}",
            "keep it with store.add_user(user.model_dump()), which also makes its id",
        )


@pytest.mark.step("2.3")
def test_only_known_fields_are_kept(app: App, fresh: Fresh) -> None:
    """What else a client sends is not kept."""
    body = _new_user(fresh)
    answer = app.post("/users", json=body | {"is_admin": True, "id": 1})
    if answer.status == 422:  # refused as a whole: not kept either
        return
    answer.expect_ok()
    kept = app.given("store.get_user", (answer.json or {}).get("id")) or {}
    if "is_admin" in kept or kept.get("email") != body["email"]:
        app.fail(
            answer,
            "A field that a user does not have was kept: a client made itself an admin.",
            "only email, password and name in the store",
            ", ".join(kept) or "no such user",
            "take the body as a Pydantic model with just the three fields",
        )


_SHORT = "give `password` a minimum length: Field(min_length=8)"
_NAME = "give `name` both limits: Field(min_length=1, max_length=100)"
_EMAIL = "give `email` the type EmailStr"


def _refusals(fresh: Fresh) -> list[tuple[str, Any, str, str]]:
    """Field, bad value, what to call it, and what to do."""
    return [
        ("password", fresh.password(7), "A password of 7 characters", _SHORT),
        ("name", "", "An empty name", _NAME),
        ("name", fresh.word(101), "A name of 101 characters", _NAME),
        ("email", fresh.word(), "An email without an @", _EMAIL),
    ]


@pytest.mark.step("2.3")
def test_create_refuses(app: App, fresh: Fresh) -> None:
    """A bad email, password or name is refused."""
    for field, value, what, next in _refusals(fresh):
        app.post("/users", json=_new_user(fresh) | {field: value}).expect_refused(
            summary=f"{what} was accepted.", next=next
        )


@pytest.mark.step("2.3")
@pytest.mark.parametrize("field", ["email", "password", "name"])
def test_create_needs(app: App, fresh: Fresh, field: str) -> None:
    """None of the three may be left out."""
    body = _new_user(fresh)
    del body[field]
    app.post("/users", json=body).expect_refused(
        summary=f"A new user without {field} was accepted.",
        next=f"in the model for a new user, give `{field}` no default",
    )


@pytest.mark.step("2.3")
def test_create_takes_the_edges(app: App, fresh: Fresh) -> None:
    """8 characters are enough for a password; 1 and 100 are fine for a name."""
    for name in (fresh.word(1), fresh.word(100)):
        body = _new_user(fresh) | {"password": fresh.password(8), "name": name}
        app.post("/users", json=body).expect_ok()


@pytest.mark.step("2.3")
def test_patch_user(app: App, fresh: Fresh) -> None:
    """PATCH /users/{user_id} changes what was sent, and keeps the rest."""
    for field, value in _new_user(fresh).items():
        user = _kept_user(app, fresh)
        answer = app.patch(f"/users/{user['id']}", json={field: value}).expect_ok()
        changed = user | {field: value}
        kept = app.given("store.get_user", user["id"])
        wrong = next((key for key in changed if kept.get(key) != changed[key]), "")
        if wrong == "password" and wrong not in kept:
            _fail_deleted(app, answer, "store.change_user")
        if wrong:
            app.fail(
                answer,
                f"A PATCH of `{field}` was answered, but the store still has the old one."
                if wrong == field
                else f"A PATCH of only `{field}` also changed `{wrong}`, which we did not send.",
                f"{wrong} = {shown(changed[wrong])} in the store",
                f"{wrong} = {shown(kept.get(wrong))} in the store",
                "write the change into the store: store.change_user()"
                if wrong == field
                else "change only what was sent: model_dump(exclude_unset=True)",
            )
        _expect_public(
            answer,
            changed,
            "The answer to a PATCH is not the whole user.",
            "return the id, email and name of the record that store.change_user() gives",
        )


@pytest.mark.step("2.3")
def test_patch_with_nothing(app: App, fresh: Fresh) -> None:
    """PATCH with an empty object changes nothing."""
    user = _kept_user(app, fresh)
    answer = app.patch(f"/users/{user['id']}", json={}).expect_ok()
    _expect_public(
        answer,
        user,
        "A PATCH without any field changed the user.",
        "change only what was sent: model_dump(exclude_unset=True)",
    )


@pytest.mark.step("2.3")
def test_patch_refuses(app: App, fresh: Fresh) -> None:
    """The rules for email, password and name hold in a PATCH too; null is no value."""
    user = _kept_user(app, fresh)
    for field, value, what, next in _refusals(fresh):
        app.patch(f"/users/{user['id']}", json={field: value}).expect_refused(
            summary=f"{what} was accepted in a PATCH.", next=next
        )
    for field in ("email", "password", "name"):
        app.patch(f"/users/{user['id']}", json={field: None}).expect_refused(
            summary=f"We sent null for `{field}` in a PATCH, and it was accepted.",
            next=f"give `{field}` a default, but take `| None` out of its type",
        )


@pytest.mark.step("2.3")
def test_patch_unknown_user(app: App, fresh: Fresh) -> None:
    """PATCH of a user who is not there is a 404."""
    _expect_404(app.patch(f"/users/{fresh.number(50_000, 99_999)}", json={"name": fresh.name()}))


# -- 2.4 -------------------------------------------------------------------------------

MAX_BYTES = 100_000


def _kept_files(app: App) -> set[str]:
    """Every file in and beside the app's working folder, as it is now.

    The folder above belongs to these checks too, so a path that climbs out shows up.
    """
    return disk.files(app.files.parent)


def _expect_all_inside(app: App, answer: Answer, before: set[str]) -> None:
    new = map(Path, _kept_files(app) - before)
    strays = [path for path in new if app.files / "uploads" not in path.parents]
    for stray in strays:
        stray.unlink()
    if strays:
        app.fail(
            answer,
            "A file was written outside of the upload folder: the client's name decided where.",
            "no file anywhere but in uploads/",
            f"a new file at uploads/{os.path.relpath(strays[0], app.files / 'uploads')}",
            "store it under a name of your own, such as uuid.uuid4().hex",
        )


def _stored(app: App) -> dict[str, Path]:
    """The files inside the upload folder, by the name they have there."""
    folder = app.files / "uploads"
    return {os.path.relpath(p, folder).replace(os.sep, "/"): Path(p) for p in disk.files(folder)}


def _expect_kept(app: App, answer: Answer, told: Any, content: bytes) -> None:
    """The answer names a file inside the upload folder that has this content."""
    stored_as = told.get("stored_as") if isinstance(told, dict) else None
    stored = _stored(app)
    path = stored.get(str(stored_as))
    if path is None:
        there = ", ".join([*stored][:3]) or "no files"
        app.fail(
            answer,
            "The answer's `stored_as` is not the name of a file in the folder uploads.",
            "the name of the stored file, inside uploads",
            f"stored_as = {shown(stored_as, 60)}; uploads has {there}",
            "write the file to UPLOADS / stored_as, and answer with that same name",
        )
    if disk.read(path) != content:
        app.fail(
            answer,
            "The stored file is not what we uploaded.",
            f"{len(content)} bytes, the same as we sent",
            f"{path.stat().st_size} bytes, and not the same",
            "write the bytes you have read: nothing left out, nothing read twice",
        )


@pytest.mark.step("2.4")
def test_upload(app: App, fresh: Fresh) -> None:
    """POST /artifacts keeps a file, and says what it is."""
    content, name = fresh.data(fresh.number()), f"{fresh.name()}.onnx"
    kind = f"application/x-{fresh.word()}"
    before = _kept_files(app)
    answer = app.post("/artifacts", files=[("file", (name, content, kind))]).expect_ok()
    expected = {"filename": name, "stored_as": A_TEXT}
    expected |= {"size": len(content), "content_type": kind}
    answer.expect_json(expected, next="return the four values that the step names")
    _expect_all_inside(app, answer, before)
    _expect_kept(app, answer, answer.json, content)


@pytest.mark.step("2.4")
def test_upload_needs_a_file(app: App) -> None:
    """Without a file, the request is refused."""
    app.post("/artifacts").expect_refused(
        summary="A request without any file was accepted.",
        next="give `file` the type UploadFile, without a default",
    )


def _odd_names(app: App, fresh: Fresh) -> list[str]:
    """Names that lead elsewhere, or nowhere, if a path is built from them."""
    word = fresh.word(10)
    climbs = [f"../{word}", f"../../{word}", f"x/../../{word}", f"..\\{word}"]
    encoded = [f"%2e%2e%2f{word}", f"..%2f{word}"]
    absolute = [str(app.files.parent / word), f"C:\\{word}"]
    return [*climbs, *encoded, *absolute, f"{word}/deep", ".", "..", word * 30, ""]


@pytest.mark.step("2.4")
def test_upload_stays_inside(app: App, fresh: Fresh) -> None:
    """Whatever the client calls its file, nothing is written outside of the folder."""
    for name in _odd_names(app, fresh):
        content = fresh.data(50)
        before = _kept_files(app)
        answer = app.post("/artifacts", files=[("file", (name, content, "text/plain"))])
        _expect_all_inside(app, answer, before)
        _expect_handled(app, answer, f"of {len(name)} letters" if len(name) > 99 else f"`{name}`")
        if answer.status < 300:
            _expect_kept(app, answer, answer.json, content)


def _expect_handled(app: App, answer: Answer, name: str) -> None:
    """Kept, or refused as a bad request; not broken."""
    if answer.status < 300 or answer.status in {400, 422}:
        return
    found = app.explain(answer, [200])
    app.fail(
        answer,
        f"A file with the name {name} was neither kept nor refused.",
        "the file in uploads; or a 400 or 422",
        (found and found.got) or answer.told(),
        "store it under a name of your own: then the client's name cannot lead astray",
    )


@pytest.mark.step("2.4")
def test_same_name_twice(app: App, fresh: Fresh) -> None:
    """The same name twice overwrites nothing."""
    name, contents = f"{fresh.name()}.csv", [fresh.data(), fresh.data()]
    answers = [
        app.post("/artifacts", files=[("file", (name, content, "text/csv"))]).expect_ok()
        for content in contents
    ]
    told = answers[0].json
    first = _stored(app).get(str(told.get("stored_as"))) if isinstance(told, dict) else None
    if first is not None and disk.read(first) == contents[1]:
        app.fail(
            answers[1],
            "A second file with the same name overwrote the first.",
            "two files, each as it was sent",
            "one file, the second",
            "store each file under a name that is new: uuid.uuid4().hex, say",
        )
    for answer, content in zip(answers, contents, strict=True):
        _expect_kept(app, answer, answer.json, content)


def _expect_too_large(
    app: App,
    answer: Answer,
    before: set[str],
    summary: str = "The upload was refused, and yet something of it was kept.",
) -> None:
    answer.expect(
        413,
        summary=f"A file of {MAX_BYTES + 1} bytes was not refused with 413.",
        next="more than MAX_BYTES bytes: raise HTTPException(status_code=413, …)",
    )
    left = _kept_files(app) - before
    if left:
        app.fail(
            answer,
            summary,
            "no new file in uploads",
            f"{len(left)} new file{'s' if len(left) > 1 else ''} in uploads",
            "first read and check every file of the request, and write after that",
        )


@pytest.mark.step("2.4")
def test_largest(app: App, fresh: Fresh) -> None:
    """A file of exactly MAX_BYTES bytes is kept."""
    content = fresh.data(MAX_BYTES)
    answer = app.post("/artifacts", files=[("file", ("largest.bin", content))])
    answer.expect_ok(
        summary=f"A file of exactly {MAX_BYTES} bytes was refused.",
        next="refuse only files with more than MAX_BYTES bytes",
    )
    _expect_kept(app, answer, answer.json, content)


@pytest.mark.step("2.4")
def test_too_large(app: App, fresh: Fresh) -> None:
    """A larger file is refused with 413, and nothing of it is kept."""
    before = _kept_files(app)
    content = fresh.data(MAX_BYTES + 1)
    answer = app.post("/artifacts", files=[("file", (f"{fresh.word()}.bin", content))])
    _expect_too_large(app, answer, before)


@pytest.mark.step("2.4")
def test_batch(app: App, fresh: Fresh) -> None:
    """POST /artifacts/batch keeps several files, in their order."""
    contents = {f"{fresh.name()}.bin": fresh.data(MAX_BYTES * 2 // 3) for _ in range(2)}
    files = [("files", (name, content)) for name, content in contents.items()]
    answer = app.post("/artifacts/batch", files=files).expect_ok()
    if not isinstance(answer.json, list) or len(answer.json) != len(files):
        app.fail(
            answer,
            "We sent two files, and the answer is not a list of two.",
            "a list with one answer for each file",
            answer.told(),
            "give `files` the type list[UploadFile], and answer with a list",
        )
    expected = [
        {"filename": name, "stored_as": A_TEXT, "size": len(content), "content_type": A_TEXT}
        for name, content in contents.items()
    ]
    answer.expect_json(expected, next="answer for each file, in the order they came in")
    for told, content in zip(answer.json, contents.values(), strict=True):
        _expect_kept(app, answer, told, content)


@pytest.mark.step("2.4")
def test_batch_all_or_nothing(app: App, fresh: Fresh) -> None:
    """One file that is too large, and nothing of the batch is kept."""
    before = _kept_files(app)
    contents = [fresh.data(), fresh.data(MAX_BYTES + 1)]
    files = [("files", (f"{fresh.word()}.bin", content)) for content in contents]
    answer = app.post("/artifacts/batch", files=files)
    _expect_too_large(
        app, answer, before, "One file of a batch was too large, and yet another one was kept."
    )


@pytest.mark.step("2.4")
def test_batch_stays_inside(app: App, fresh: Fresh) -> None:
    """In a batch too, nothing is written outside of the folder or over another file."""
    word, content = fresh.word(10), fresh.data(50)
    before = _kept_files(app)
    names = [f"../{word}", str(app.files.parent / word)]
    for name in names:
        answer = app.post("/artifacts/batch", files=[("files", (name, content))])
        _expect_all_inside(app, answer, before)
        _expect_handled(app, answer, f"`{name}`")
    files = [("files", (f"{word}.csv", data)) for data in (b"first", b"second")]
    answer = app.post("/artifacts/batch", files=files).expect_ok()
    kept = [disk.read(Path(f)) for f in _kept_files(app) - before]
    if not {b"first", b"second"} <= set(kept):
        app.fail(
            answer,
            "Two files of a batch had the same name, and one of them is lost.",
            "both files, each as it was sent",
            "only one of them",
            "store each file under a name that is new: uuid.uuid4().hex, say",
        )


# -- 2.5 -------------------------------------------------------------------------------


@pytest.mark.step("2.5")
def test_login(app: App, fresh: Fresh) -> None:
    """POST /login takes a form and gives the user's id."""
    user = _kept_user(app, fresh)
    form = {"username": user["email"], "password": user["password"]}
    answer = app.post("/login", data=form)
    if answer.status == 401:
        app.fail(
            answer,
            "The right email and password were refused.",
            '200 {"user_id": …}',
            answer.told(),
            "give both to store.sign_in(), first the username, then the password",
        )
    answer.expect_ok().expect_json(
        {"user_id": user["id"]}, next="return the id of the user that store.sign_in() gives"
    )


@pytest.mark.step("2.5")
def test_wrong_password(app: App, fresh: Fresh) -> None:
    """A wrong password, and an unknown user, get 401."""
    user = _kept_user(app, fresh)
    for email in (user["email"], fresh.email()):
        form = {"username": email, "password": fresh.password()}
        app.post("/login", data=form).expect(
            401,
            summary="An email and a password that do not fit did not get a 401.",
            next="when store.sign_in() gives None: raise HTTPException(status_code=401, …)",
        )


@pytest.mark.step("2.5")
def test_only_a_form(app: App, fresh: Fresh) -> None:
    """JSON is no form, and the query is none either."""
    user = _kept_user(app, fresh)
    fields = {"username": user["email"], "password": user["password"]}
    app.post("/login", json=fields).expect_refused(
        summary="JSON was accepted where a form was asked for.",
        next="read the two fields with Form(), and nothing else",
    )
    app.post("/login", params=fields).expect_refused(
        summary="A password was accepted in the query, where it ends up in log files.",
        next="read the two fields with Form(), and nothing else",
    )


@pytest.mark.step("2.5")
@pytest.mark.parametrize("field", ["username", "password"])
def test_both_fields_are_needed(app: App, fresh: Fresh, field: str) -> None:
    """Neither field may be left out."""
    form = {"username": fresh.email(), "password": fresh.password()}
    del form[field]
    app.post("/login", data=form).expect_refused(
        summary=f"A form without {field} was accepted.", next=f"give `{field}` no default"
    )
