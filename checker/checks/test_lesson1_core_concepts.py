"""Checks of lesson 1."""

from __future__ import annotations

import pytest

from checker.expect.app import App
from checker.expect.compare import A_NUMBER, shown
from checker.expect.fresh import Fresh

# -- 1.1 -------------------------------------------------------------------------------


@pytest.mark.step("1.1")
def test_openapi_is_under_api_v1(app: App) -> None:
    """The OpenAPI document is at /api/v1/openapi.json."""
    answer = app.get("/api/v1/openapi.json").expect_ok(
        summary="There is no OpenAPI document at /api/v1/openapi.json.",
        next="give FastAPI() an openapi_url",
    )
    paths = answer.json.get("paths") if isinstance(answer.json, dict) else None
    if "/ping" not in (paths or ()):
        app.fail(
            answer,
            "The OpenAPI document does not describe this app: /ping is not in it.",
            "/ping among its paths",
            f"its paths: {', '.join(paths) if paths else 'none'}",
            "give the parameters to the one FastAPI() that is called app",
        )


@pytest.mark.step("1.1")
@pytest.mark.parametrize(("key", "value"), [("title", "Model Hub"), ("version", "1.0.0")])
def test_title_and_version(app: App, key: str, value: str) -> None:
    """The app has its title and version."""
    document = app.get("/api/v1/openapi.json").expect_ok()
    document.expect_json(
        {"info": {key: value}},
        exact=False,
        summary=f"The app's {key} is not {value!r}.",
        next=f"give FastAPI() {key}={value!r}",
    )


@pytest.mark.step("1.1")
@pytest.mark.parametrize(("page", "parameter"), [("docs", "docs_url"), ("redoc", "redoc_url")])
def test_docs_pages(app: App, page: str, parameter: str) -> None:
    """The two documentation pages are under /api/v1/."""
    app.get(f"/api/v1/{page}").expect_ok(
        summary=f"There is no page at /api/v1/{page}.",
        next=f"give FastAPI() a {parameter}",
    )


@pytest.mark.step("1.1")
@pytest.mark.parametrize(
    ("path", "parameter"),
    [("/docs", "docs_url"), ("/redoc", "redoc_url"), ("/openapi.json", "openapi_url")],
)
def test_old_places_are_gone(app: App, path: str, parameter: str) -> None:
    """Nothing is left at the default places."""
    app.get(path).expect(
        404,
        summary=f"{path} still answers; it should have moved.",
        next=f"move it with {parameter} alone: no second route, and no root_path",
    )


# -- 1.2 -------------------------------------------------------------------------------


def _new_model(fresh: Fresh) -> dict[str, object]:
    return {"name": fresh.name(), "framework": "pytorch", "description": fresh.word(12)}


@pytest.mark.step("1.2")
def test_list(app: App, fresh: Fresh) -> None:
    """GET /models lists every model."""
    record = app.given("store.add", _new_model(fresh))
    records = app.given("store.all_models")
    answer = app.get("/models").expect_ok()
    answer.expect_json(records, next="return the whole list from store.all_models()")
    app.given("store.remove", record["id"])


@pytest.mark.step("1.2")
def test_get_one(app: App, fresh: Fresh) -> None:
    """GET /models/{model_id} gives that model."""
    record = app.given("store.add", _new_model(fresh))
    app.get(f"/models/{record['id']}").expect_ok().expect_json(
        record, next="return what store.get(model_id) gives, where model_id is an int"
    )


@pytest.mark.step("1.2")
def test_get_unknown(app: App, fresh: Fresh) -> None:
    """GET of a model that is not there is a 404."""
    app.get(f"/models/{fresh.number(90_000, 99_999)}").expect(
        404,
        summary="A model that does not exist did not get a 404.",
        next="when the store gives None: raise HTTPException(status_code=404, …)",
    )


@pytest.mark.step("1.2")
def test_create(app: App, fresh: Fresh) -> None:
    """POST /models keeps a new model and answers with it."""
    body = _new_model(fresh)
    answer = app.post("/models", json=body).expect_ok()
    answer.expect_json({"id": A_NUMBER, **body}, next="return what store.add() gives back")
    kept = app.given("store.get", answer.json["id"])
    if kept != answer.json:
        app.fail(
            answer,
            "The new model was not kept.",
            "the same model in the store",
            "no such model" if kept is None else shown(kept),
            "keep it with store.add(), which also makes its id",
        )


@pytest.mark.step("1.2")
def test_create_without_description(app: App, fresh: Fresh) -> None:
    """POST works without a description; it is null then."""
    body = {"name": fresh.name(), "framework": "sklearn"}
    answer = app.post("/models", json=body).expect_ok()
    if isinstance(answer.json, dict) and answer.json and "description" not in answer.json:
        app.fail(
            answer,
            "A new model that was sent without `description` has no such field at all.",
            "description = null in the answer, and in the store",
            f"only {', '.join(answer.json)}",
            "for POST, write model_dump() without exclude_unset: that is for PATCH alone",
        )
    answer.expect_json(
        {"description": None},
        exact=False,
        next="give `description` the default None in your Pydantic model",
    )


@pytest.mark.step("1.2")
def test_create_needs_a_name(app: App) -> None:
    """POST without a name is refused."""
    app.post("/models", json={"framework": "sklearn"}).expect_refused(
        summary="A model without a name was accepted.",
        next="declare the body as a Pydantic model with `name: str`, without a default",
    )


@pytest.mark.step("1.2")
@pytest.mark.parametrize("field", ["name", "framework", "description"])
def test_patch_changes_what_was_sent(app: App, fresh: Fresh, field: str) -> None:
    """PATCH changes a field, and keeps those that were not sent."""
    record = app.given("store.add", _new_model(fresh))
    changed = record | {field: fresh.name()}
    answer = app.patch(f"/models/{record['id']}", json={field: changed[field]}).expect_ok()
    kept = app.given("store.get", record["id"]) or {}
    wrong = next((key for key in changed if kept.get(key) != changed[key]), "")
    if wrong:
        what = "emptied" if kept.get(wrong) is None else "changed"
        app.fail(
            answer,
            f"A PATCH of `{field}` was answered, but the store still has the old one."
            if wrong == field
            else f"A PATCH of only `{field}` also {what} `{wrong}`, which we did not send.",
            f"{wrong} = {shown(changed[wrong])} in the store",
            f"{wrong} = {shown(kept.get(wrong))} in the store",
            "write the change into the store: store.change()"
            if wrong == field
            else "write only the fields the client sent: model_dump(exclude_unset=True)",
        )
    answer.expect_json(
        changed,
        summary="The answer to a PATCH is not the whole model.",
        next="return what store.change() gives",
    )


@pytest.mark.step("1.2")
def test_patch_with_null_clears(app: App, fresh: Fresh) -> None:
    """PATCH with an explicit null clears the field: null is not missing."""
    record = app.given("store.add", _new_model(fresh))
    answer = app.patch(f"/models/{record['id']}", json={"description": None}).expect_ok()
    answer.expect_json(
        record | {"description": None},
        summary="We sent `description`: null, and it was not cleared.",
        next="leave out what was not sent (exclude_unset), not what is None (exclude_none)",
    )


@pytest.mark.step("1.2")
def test_patch_with_nothing(app: App, fresh: Fresh) -> None:
    """PATCH with an empty object changes nothing."""
    record = app.given("store.add", _new_model(fresh))
    app.patch(f"/models/{record['id']}", json={}).expect_ok().expect_json(
        record,
        summary="A PATCH without any field changed the model.",
        next="write only the fields the client sent: model_dump(exclude_unset=True)",
    )


@pytest.mark.step("1.2")
@pytest.mark.parametrize("field", ["name", "framework"])
def test_patch_with_null_where_none_may_be(app: App, fresh: Fresh, field: str) -> None:
    """PATCH of a name or a framework with null is refused."""
    record = app.given("store.add", _new_model(fresh))
    app.patch(f"/models/{record['id']}", json={field: None}).expect_refused(
        summary=f"We sent `{field}`: null, and it was accepted. A model always has one.",
        next=f"give `{field}` the type str, without | None; any default, such as an empty str",
    )


@pytest.mark.step("1.2")
def test_patch_unknown(app: App, fresh: Fresh) -> None:
    """PATCH of a model that is not there is a 404."""
    app.patch(f"/models/{fresh.number(90_000, 99_999)}", json={"name": fresh.name()}).expect(
        404,
        summary="A PATCH of a model that does not exist did not get a 404.",
        next="when the store gives None: raise HTTPException(status_code=404, …)",
    )


@pytest.mark.step("1.2")
def test_delete(app: App, fresh: Fresh) -> None:
    """DELETE removes the model; a second DELETE is a 404."""
    record = app.given("store.add", _new_model(fresh))
    answer = app.delete(f"/models/{record['id']}").expect_ok()
    if app.given("store.get", record["id"]) is not None:
        app.fail(
            answer,
            "The model is still in the store.",
            "no such model",
            "it is still there",
            "remove it with store.remove()",
        )
    app.delete(f"/models/{record['id']}").expect(
        404,
        summary="Deleting a model a second time did not get a 404.",
        next="store.remove() gives False when there was none: raise a 404 then",
    )


@pytest.mark.step("1.2")
def test_put_is_not_there(app: App, fresh: Fresh) -> None:
    """PUT is not one of the five: it stays 405."""
    record = app.given("store.add", _new_model(fresh))
    app.put(f"/models/{record['id']}", json=_new_model(fresh)).expect(
        405,
        summary="PUT is answered too.",
        next="PATCH is the only way to change a model here: take PUT out",
    )


# -- 1.3 -------------------------------------------------------------------------------


@pytest.mark.step("1.3")
def test_latest(app: App, fresh: Fresh) -> None:
    """GET /models/latest gives the model that was added last."""
    record = app.given("store.add", _new_model(fresh))
    answer = app.get("/models/latest")
    if answer.status == 422 or (answer.status == 404 and answer.json != {"detail": "Not Found"}):
        there = "/models/latest" in (app.openapi().get("paths") or {})
        app.fail(
            answer,
            "/models/latest was taken for /models/{model_id}.",
            "200 and the newest model",
            f'{answer.status}, because "latest" is not the id of a model',
            "move the function for /models/latest above the one for /models/{model_id}"
            if there
            else "write a function for /models/latest, above the one for /models/{model_id}",
        )
    answer.expect_ok().expect_json(record, next="return what store.latest() gives")


# -- 1.4 -------------------------------------------------------------------------------

MANY = 60
"""More than the 40 threads that a plain ``def`` route can fill."""


@pytest.mark.step("1.4")
def test_stats(app: App, fresh: Fresh) -> None:
    """GET /stats gives the number from the service."""
    number = fresh.number()
    app.tell("services.count_downloads", number)
    answer = app.get("/stats").expect_ok()
    answer.expect_json(
        {"downloads": number},
        next='return {"downloads": …}, with what services.count_downloads() gives',
    )


@pytest.mark.step("1.4")
def test_many_wait_at_once(app: App) -> None:
    """Sixty requests are able to wait for the service at the same time."""
    with app.hold("services.count_downloads"):
        waiting = [app.start("GET", "/stats") for _ in range(MANY)]
        calls = app.wait_for_calls("services.count_downloads", unless=waiting)
        if all(call["on_server_loop"] for call in calls):  # elsewhere, threads are the limit
            calls = app.wait_for_calls("services.count_downloads", MANY, unless=waiting)
        if len(calls) < MANY:
            app.fail(
                waiting[0].asked,
                "Not every request can wait for the service at the same time.",
                f"all {MANY} waiting for the service together",
                "some wait in a queue before they may even ask it",
                "make it `async def`, and `await` the service in it",
            )
    for pending in waiting:
        pending.answer().expect_ok()


# -- 1.5 -------------------------------------------------------------------------------


@pytest.mark.step("1.5")
def test_benchmark(app: App, fresh: Fresh) -> None:
    """GET /models/{model_id}/benchmark gives the number from the service."""
    score = fresh.number() / 10_000
    model_id = app.given("store.add", _new_model(fresh))["id"]
    app.tell("services.run_benchmark", score)
    answer = app.get(f"/models/{model_id}/benchmark").expect_ok()
    answer.expect_json(
        {"score": score},
        next='return {"score": …}, with what services.run_benchmark(model_id) gives',
    )
    calls = app.calls("services.run_benchmark")
    given = [[*call["args"], *call["kwargs"].values()] for call in calls]
    if given != [[model_id]]:
        app.fail(
            answer,
            "The benchmark was not run for the model that was asked for.",
            f"one call: run_benchmark({model_id})",
            ", ".join(f"run_benchmark({', '.join(map(shown, args))})" for args in given)
            or "no call",
            "call services.run_benchmark(model_id) once, with model_id: int",
        )


@pytest.mark.step("1.5")
def test_ping_is_not_held_up(app: App, fresh: Fresh) -> None:
    """/ping answers while the benchmark runs."""
    model_id = app.given("store.add", _new_model(fresh))["id"]
    with app.hold("services.run_benchmark"):
        pending = app.start("GET", f"/models/{model_id}/benchmark")
        calls = app.wait_for_calls("services.run_benchmark", unless=[pending])
        if any(call["on_server_loop"] for call in calls):
            app.fail(
                pending.asked,
                "While the benchmark runs, no other request is answered.",
                "/ping answers meanwhile",
                "the whole app stands still",
                "make the function a plain `def`: FastAPI then runs it in a thread",
            )
        app.get("/ping").expect_ok()
    pending.answer().expect_ok()
