"""The requests of lesson 1's checks, against the solution, in one process."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.plain.client import PACKAGE, Client, fresh

LESSON = "lesson1_core_concepts"
VALUES = {"services.WAIT": 0}
MANY = 60
BODY = {"name": "cedar", "framework": "pytorch", "description": "reads digits"}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(fresh(LESSON, VALUES).app) as found:
        yield found


def _given(name: str) -> Any:
    return sys.modules[f"{PACKAGE}.{LESSON}.{name}"]


def test_openapi_is_under_api_v1(client: Client) -> None:
    assert client.request("GET", "/api/v1/openapi.json").status_code == 200


def test_title_and_version(client: Client) -> None:
    for key, value in (("title", "Model Hub"), ("version", "1.0.0")):
        assert client.request("GET", "/api/v1/openapi.json").json()["info"][key] == value


def test_docs_pages(client: Client) -> None:
    for page in ("docs", "redoc"):
        assert client.request("GET", f"/api/v1/{page}").status_code == 200


def test_old_places_are_gone(client: Client) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.request("GET", path).status_code == 404


def test_list(client: Client) -> None:
    record = _given("store").add(BODY)
    assert client.request("GET", "/models").json() == _given("store").all_models()
    _given("store").remove(record["id"])


def test_get_one(client: Client) -> None:
    record = _given("store").add(BODY)
    assert client.request("GET", f"/models/{record['id']}").json() == record


def test_get_unknown(client: Client) -> None:
    assert client.request("GET", "/models/95000").status_code == 404


def test_create(client: Client) -> None:
    answer = client.request("POST", "/models", json=BODY).json()
    assert _given("store").get(answer["id"]) == answer


def test_create_without_description(client: Client) -> None:
    body = {"name": "cedar", "framework": "sklearn"}
    assert client.request("POST", "/models", json=body).json()["description"] is None


def test_create_needs_a_name(client: Client) -> None:
    assert client.request("POST", "/models", json={"framework": "sklearn"}).status_code == 422


def test_patch_changes_what_was_sent(client: Client) -> None:
    path = f"/models/{_given('store').add(BODY)['id']}"
    assert client.request("PATCH", path, json={"name": "maple"}).json()["name"] == "maple"
    assert client.request("GET", path).json()["framework"] == BODY["framework"]


def test_patch_with_null_clears(client: Client) -> None:
    path = f"/models/{_given('store').add(BODY)['id']}"
    assert client.request("PATCH", path, json={"description": None}).json()["description"] is None


def test_patch_with_nothing(client: Client) -> None:
    record = _given("store").add(BODY)
    assert client.request("PATCH", f"/models/{record['id']}", json={}).json() == record


def test_patch_with_null_where_none_may_be(client: Client) -> None:
    path = f"/models/{_given('store').add(BODY)['id']}"
    for field in ("name", "framework"):
        assert client.request("PATCH", path, json={field: None}).status_code == 422


def test_patch_unknown(client: Client) -> None:
    assert client.request("PATCH", "/models/95000", json={"name": "maple"}).status_code == 404


def test_delete(client: Client) -> None:
    path = f"/models/{_given('store').add(BODY)['id']}"
    assert client.request("DELETE", path).status_code == 200
    assert client.request("DELETE", path).status_code == 404


def test_put_is_not_there(client: Client) -> None:
    path = f"/models/{_given('store').add(BODY)['id']}"
    assert client.request("PUT", path, json=BODY).status_code == 405


def test_latest(client: Client) -> None:
    record = _given("store").add(BODY)
    assert client.request("GET", "/models/latest").json() == record


def test_stats(client: Client) -> None:
    assert client.request("GET", "/stats").json() == {"downloads": 12_345}


def test_many_wait_at_once(client: Client) -> None:
    services, waiting, go_on = _given("services"), [], asyncio.Event()

    async def held() -> int:
        waiting.append(1)
        if len(waiting) == MANY:
            go_on.set()
        await go_on.wait()
        return 1

    plain, services.count_downloads = services.count_downloads, held
    answers = client.together([("GET", "/stats")] * MANY)
    services.count_downloads = plain
    assert len([a for a in answers if a.status_code == 200]) == MANY


def test_benchmark(client: Client) -> None:
    assert client.request("GET", "/models/100/benchmark").json() == {"score": 1.0}


def test_ping_is_not_held_up(client: Client) -> None:
    services, gate = _given("services"), threading.Event()

    def held(model_id: int) -> float:
        gate.wait(5)
        return 1.0

    plain, services.run_benchmark = services.run_benchmark, held
    ping, answer = client.meanwhile("/models/7/benchmark", "/ping", gate.set)
    services.run_benchmark = plain
    assert [ping.status_code, answer.status_code] == [200, 200]
