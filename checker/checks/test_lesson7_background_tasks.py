"""Checks of lesson 7."""

from __future__ import annotations

import contextlib
import select
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest

from checker.expect.answer import Answer
from checker.expect.app import App, Pending
from checker.expect.compare import A_NUMBER, A_TEXT, shown
from checker.expect.explain import article, not_awaited
from checker.expect.failure import CheckFailed
from checker.expect.fresh import Fresh
from checker.host.wire import Message


@pytest.fixture
def app(app: App) -> Iterator[App]:
    """The app, which is done with one check's tasks before the next check begins."""
    yield app
    with contextlib.suppress(CheckFailed):
        app.settle()


# -- who was first: the answer, or a given service? ------------------------------------


def _answered(pending: Pending) -> bool:
    return bool(select.select([pending.raw], [], [], 0)[0])


_ANY: Any = object()
_SENT: deque[Any] = deque(maxlen=200)
"""What the last requests were about. A task that was started by hand may still make the
call for one of them when the next check is on; it is known by its value."""


def _sent(value: Any) -> Any:
    _SENT.append(value)
    return value


def _values(app: App, service: str, value: Any = _ANY) -> list[list[Any]]:
    """What a service was called with so far, without the calls for other requests."""
    others = [[sent] for sent in _SENT if sent != value] if value is not _ANY else []
    found = ([*call["args"], *call["kwargs"].values()] for call in app.calls(service))
    return [values for values in found if values not in others]


def _wait_for_values(
    app: App, service: str, value: Any = _ANY, unless: Sequence[Pending] = ()
) -> list[Message]:
    """The calls of a service, as soon as one of them is not for another request.

    None come back when time is up, or a request in ``unless`` was answered without.
    """
    count = 0
    while not _values(app, service, value):
        calls = app.wait_for_calls(service, count + 1, unless=unless)
        if len(calls) <= count:
            return []
        count = len(calls)
    return app.calls(service)


BY_HAND = ("create_task", "ensure_future", "run_in_executor", "submit", "to_thread", "Thread")


def _settle(app: App, done: Callable[[], bool] = lambda: True) -> None:
    """Until all is over that a request has begun.

    Nobody but ``done`` can tell when a thread is over that was started by hand: as long as
    it says no, other requests give the thread time.
    """
    app.settle()
    by_hand = app.called(*BY_HAND) is not None
    for turn in range(MAX_TURNS if by_hand else 2):
        if turn >= 2 and done():
            return
        app.get("/ping")


MAX_TURNS = 40
"""Requests of which a check that has failed keeps the last ones: these must not fill it."""


def _before_the_answer(
    app: App, pending: Pending, service: str, value: Any = _ANY, blocks: bool = True
) -> bool:
    """Whether a service that is held was called while the client still waits.

    What was sent before the call has arrived before we hear of the call, so one look at
    the connection is enough. Only a thread or a task that was started by hand may call
    before the answer is out without keeping it: two other requests give it the time.
    """
    calls = _wait_for_values(app, service, value, unless=[pending])
    frozen = blocks and any(call["on_server_loop"] for call in calls)
    for _ in range(2):
        if calls and not frozen and not _answered(pending):
            app.get("/ping")
    return bool(calls) and not _answered(pending)


def _demand_answer_first(app: App, pending: Pending, service: str, value: Any) -> None:
    """While the service is held, the answer is there, and so is /ping."""
    if _before_the_answer(app, pending, service, value):
        app.fail(
            pending.asked,
            f"The client has to wait for {service}().",
            "the answer first, then the call",
            "the call, and no answer before it is over",
            f"hand it over with its value, without calling it: add_task({service}, …)",
        )
    pending.answer().expect_ok()
    calls = _wait_for_values(app, service, value)
    if any(call["on_server_loop"] for call in calls):
        app.fail(
            pending.asked,
            f"While {service}() runs, no other request is answered.",
            "/ping answers meanwhile",
            "the whole app stands still",
            "do not call it in an `async def` task: a plain `def` task runs in a thread",
        )
    app.get("/ping").expect_ok()


def _demand_one_call(app: App, answer: Answer, service: str, value: Any) -> None:
    _settle(app)
    if not _values(app, service, value):
        _demand_no_trouble(app, answer, service, value)
        _wait_for_values(app, service, value)
    found = _values(app, service, value)
    if found == [[value]]:
        return
    times = {0: "was not called", 1: "was called with another value"}
    told = ", ".join(f"{service}({', '.join(map(shown, values))})" for values in found[:3])
    app.fail(
        answer,
        f"{service}() {times.get(len(found), f'was called {len(found)} times')}.",
        f"one call: {service}({shown(value)})",
        told if found else "no call, also not after the answer",
        _one_task(service, len(found)),
    )


def _one_task(service: str, calls: int) -> str:
    if calls:
        return f"add one task for {service}, with the value that the step names"
    return "use one list for all tasks: the BackgroundTasks parameter that FastAPI fills in"


TAKES = {
    "mail.send": "address",
    "services.write_audit": "model_id",
    "services.clear_cache": "model_id",
}
"""What each service calls its one parameter."""


def _demand_no_trouble(app: App, answer: Answer, service: str, value: Any) -> None:
    """Where a task ended with an exception before the call, that is the cause."""
    logged = [record["error"] for record in app.logged() if record["error"]]
    error = app.raised_by(answer) or next(iter(logged), None)
    if error is None:
        return
    told = f"{error['type']}: {error['message']}"
    advice = "look at that line: what your task does there cannot work"
    if "callable" in told:
        advice = f"add_task takes the function first, and then its value: add_task({service}, …)"
    elif "argument" in told:
        advice = f"give {service} one value, by its place or as {TAKES[service]}=…"
    app.fail(
        answer,
        f"{service}() was not called: your task raised {article(error['type'])}.",
        f"one call: {service}({shown(value)})",
        " ".join(told.split())[:200],
        advice,
        place=app.blamed(error),
    )


# -- 7.1 -------------------------------------------------------------------------------


def _account(fresh: Fresh) -> dict[str, str]:
    return {"email": _sent(fresh.email()), "name": fresh.name()}


@pytest.mark.step("7.1")
def test_register(app: App, fresh: Fresh) -> None:
    """POST /register answers 201 and the new account."""
    account = _account(fresh)
    answer = app.post("/register", json=account)
    answer.expect(201, next="answer 201: status_code=201 in the decorator")
    answer.expect_json({"id": A_NUMBER, **account}, exact=False)


@pytest.mark.step("7.1")
def test_mail_goes_out(app: App, fresh: Fresh) -> None:
    """The mail goes out, once, to the new account's address."""
    account = _account(fresh)
    answer = app.post("/register", json=account).expect(201)
    _demand_one_call(app, answer, "mail.send", account["email"])


@pytest.mark.step("7.1")
def test_answer_before_mail(app: App, fresh: Fresh) -> None:
    """The answer is there before the mail is out, and /ping answers meanwhile."""
    with app.hold("mail.send"):
        account = _account(fresh)
        pending = app.start("POST", "/register", json=account)
        _demand_answer_first(app, pending, "mail.send", account["email"])


@pytest.mark.step("7.1")
def test_no_mail_when_taken(app: App, fresh: Fresh) -> None:
    """An email that is taken is refused with 409, and gets no mail."""
    account = _account(fresh)
    app.given("accounts.add", **account)
    answer = app.post("/register", json=account)
    answer.expect(
        409,
        summary="A second account with the same email was not refused.",
        next="when accounts.add() gives None: raise HTTPException(status_code=409, …)",
    )
    _demand_no_mail(app, answer, account["email"])


@pytest.mark.step("7.1")
def test_no_mail_without_a_name(app: App, fresh: Fresh) -> None:
    """A body without a name is refused with 422, and gets no mail."""
    email = _sent(fresh.email())
    answer = app.post("/register", json={"email": email})
    answer.expect_refused(
        summary="An account without a name was accepted.",
        next="take the body as AccountCreate: it asks for both fields",
    )
    _demand_no_mail(app, answer, email)


def _demand_no_mail(app: App, answer: Answer, email: str) -> None:
    _settle(app, lambda: bool(_values(app, "mail.send", email)))
    if _values(app, "mail.send", email):
        app.fail(
            answer,
            "A registration that was refused got a mail.",
            "no mail",
            "mail.send() was called",
            "refuse with `raise HTTPException(…)`, before anything is done for the mail",
        )


# -- 7.2 -------------------------------------------------------------------------------

AUDIT, CACHE = "services.write_audit", "services.clear_cache"


@pytest.mark.step("7.2")
def test_publish(app: App, fresh: Fresh) -> None:
    """POST /models/{model_id}/publish says which model was published."""
    model_id = _sent(fresh.number())
    answer = app.post(f"/models/{model_id}/publish").expect_ok()
    if answer.json == {"published": str(model_id)}:
        app.fail(
            answer,
            "The model's id is text: the path's parameter has no type.",
            f"published = {model_id}",
            f'published = "{model_id}"',
            "write `model_id: int` among the function's parameters",
        )
    answer.expect_json({"published": model_id})


@pytest.mark.step("7.2")
@pytest.mark.parametrize("service", [AUDIT, CACHE])
def test_both_run(app: App, fresh: Fresh, service: str) -> None:
    """Both services are called once, with the model's id."""
    model_id = _sent(fresh.number())
    answer = app.post(f"/models/{model_id}/publish").expect_ok()
    _demand_one_call(app, answer, service, model_id)


@pytest.mark.step("7.2")
@pytest.mark.parametrize("service", [AUDIT, CACHE])
def test_answer_before_both(app: App, fresh: Fresh, service: str) -> None:
    """The answer is there before either of them is done, and /ping answers meanwhile."""
    with app.hold(service):
        model_id = _sent(fresh.number())
        pending = app.start("POST", f"/models/{model_id}/publish")
        _demand_answer_first(app, pending, service, model_id)


@pytest.mark.step("7.2")
@pytest.mark.parametrize(("broken", "other"), [(AUDIT, CACHE), (CACHE, AUDIT)])
def test_other_runs_all_the_same(app: App, fresh: Fresh, broken: str, other: str) -> None:
    """When one of them fails, the other one runs, and the log has the reason."""
    reason = f"no room left on {fresh.name()}"
    app.break_service(broken, reason)
    model_id = _sent(fresh.number())
    answer = app.start("POST", f"/models/{model_id}/publish").answer().expect_ok()
    _settle(app, lambda: _is_logged(app, reason) and bool(_values(app, other, model_id)))
    if not _values(app, other, model_id):
        app.fail(
            answer,
            f"{broken}() failed, and {other}() did not run any more.",
            f"a call of {other}()",
            "none: the first exception ended the list of tasks",
            "call each service in a try block of its own, inside its task",
        )
    _demand_logged(app, answer, broken, reason)


def _is_logged(app: App, reason: str) -> bool:
    records = app.logged()
    return any(reason in f"{r['message']} {(r['error'] or {}).get('message')}" for r in records)


def _demand_logged(app: App, answer: Answer, broken: str, reason: str) -> None:
    if _is_logged(app, reason):
        return
    there = [shown(r["message"], 60) for r in app.logged()]
    app.fail(
        answer,
        f"{broken}() failed, and the log does not say why.",
        f"a log record with the exception: {reason}",
        f"only {there[-1]}" if there else "nothing in the log of your app",
        'write it in the except block: log.exception("…") adds the exception by itself',
    )


# -- 7.3 -------------------------------------------------------------------------------


def _export(fresh: Fresh) -> str:
    rows = "".join(f"{number},{fresh.name()},sklearn\n" for number in range(20))
    return f"id,name,framework\n{rows}"


def _demand_file_there(app: App, pending: Pending, early: bool) -> None:
    answer = None if early else pending.head()
    missing = answer is not None and "does not exist" in str((answer.raised or {}).get("message"))
    if early or missing:
        app.fail(
            answer or pending.asked,
            "The export was removed before it was sent.",
            "the whole file, then its removal",
            "its removal, and nothing sent before",
            "nothing is sent before your function returns: leave the removal to the response",
        )
    if answer is not None:
        answer.expect_ok()


@pytest.mark.step("7.3")
def test_export(app: App, fresh: Fresh) -> None:
    """GET /export sends every byte of the file while the file is still there."""
    text = _export(fresh)
    app.tell("exports.text", text)
    with app.hold("exports.remove"):
        pending = app.start("GET", "/export")
        early = _before_the_answer(app, pending, "exports.remove")
        _demand_file_there(app, pending, early)
        sent = b"".join(pending.read_line() for _ in text.splitlines()).decode("utf-8", "replace")
    if sent != text:
        app.fail(
            pending.asked,
            "What was sent is not what is in the export.",
            shown(text, 90),
            shown(sent, 90),
            "send the file that exports.write() made, from its first byte to its last",
        )


@pytest.mark.step("7.3")
def test_export_is_gone(app: App) -> None:
    """After its last byte, the export is gone, and no other."""
    app.given("exports.write")
    before = app.given("exports.names")
    answer = app.get("/export").expect_ok()
    app.settle()
    lost = set(before) - set(app.given("exports.names"))
    if lost:
        app.fail(
            answer,
            "Somebody else's export is gone too: another client may still be reading it.",
            "one file less: the one of this request",
            f"exports/{min(lost)} is gone, which was there before the request",
            "remove the path that exports.write() gave you, and no other",
        )
    _demand_gone(
        app,
        before,
        answer,
        "The export is still there after it was sent.",
        "give the response a background task that calls exports.remove(path)",
    )


@pytest.mark.step("7.3")
def test_export_is_gone_after_hanging_up(app: App) -> None:
    """When the client hangs up in the middle, the export is gone too."""
    before = app.given("exports.names")
    pending = app.start("GET", "/export")
    answer = pending.head().expect_ok()
    pending.cancel()
    _demand_gone(
        app,
        before,
        answer,
        "The client hung up in the middle, and the export stays forever.",
        "leave the removal to a background task of the response: it runs in this case too",
    )


def _demand_gone(app: App, before: list[str], answer: Answer, summary: str, next: str) -> None:
    app.settle()
    left = set(app.given("exports.names")) - set(before)
    if left:  # the `finally` of a generator nobody reads any more waits for this
        app.given("/gc.collect")
        app.get("/ping")
        app.get("/ping")
        left = set(app.given("exports.names")) - set(before)
    if left:
        got = f"exports/{min(left)}"
        if any(not [*call["args"], *call["kwargs"]] for call in app.calls("exports.remove")):
            got += ": exports.remove() was called without its path"
            next = "hand over the function and its value: BackgroundTask(exports.remove, path)"
        app.fail(answer, summary, "no file of this request", got, next)


@pytest.mark.step("7.3")
def test_export_is_still_csv(app: App) -> None:
    """The export still goes out as CSV."""
    answer = app.get("/export").expect_ok()
    app.settle()
    if answer.header("content-type").partition(";")[0].strip().lower() != "text/csv":
        answer.expect_header(
            "content-type",
            "text/csv",
            summary="The export lost its media type.",
            next='keep media_type="text/csv"',
        )


# -- 7.4 -------------------------------------------------------------------------------


def _ask(app: App, fresh: Fresh) -> Answer:
    return app.post("/reports", json={"model_id": fresh.number()}).expect(202)


def _place(answer: Answer) -> str:
    """The path that the Location header points to."""
    return urlsplit(answer.header("location")).path


def _demand_awaited(app: App, answer: Answer, expected: str, got: str) -> None:
    """Where a row is missing because its commit is not awaited, that is the cause."""
    place = app.unawaited("commit")
    if place is not None:
        found = not_awaited(place, {})
        app.fail(answer, found.summary, expected, got, found.next_step, found.place, sure=True)


@pytest.mark.step("7.4")
def test_accepted(app: App, fresh: Fresh) -> None:
    """POST /reports answers 202, with id and state, and does not wait for the report."""
    body = {"model_id": fresh.number()}
    with app.hold("worker.build_report"):
        pending = app.start("POST", "/reports", json=body)
        if _before_the_answer(app, pending, "worker.build_report", blocks=False):
            app.fail(
                pending.asked,
                "The client has to wait for the report.",
                "202 at once",
                "no answer before the report is built",
                "save the row and answer: the given worker builds the report",
            )
        answer = pending.answer()
    answer.expect(202, next="answer 202, accepted: status_code=202 in the decorator")
    unsaved = isinstance(answer.json, dict) and answer.json.get("id", 0) is None
    if unsaved:
        _demand_awaited(app, answer, "body.id = a whole number", "body.id = null: no row was saved")
    answer.expect_json(
        {"id": A_NUMBER, "state": "pending"},
        exact=False,
        next="the row has its id after `await session.commit()`"
        if unsaved
        else "return the row's id and its state",
    )


@pytest.mark.step("7.4")
def test_location(app: App, fresh: Fresh) -> None:
    """The Location header says where to ask for the report."""
    answer = _ask(app, fresh)
    wanted = f"/reports/{answer.json['id']}"
    place = _place(answer)
    if place != wanted:
        app.fail(
            answer,
            "The client is not told where to ask for its report.",
            f"the header Location: {wanted}",
            f"Location: {answer.header('location')}"
            if answer.header("location")
            else "no Location header",
            f'begin it with a slash: f"/reports/{{row.id}}", not f"{place.partition("/")[0]}/…"'
            if f"/{place}" == wanted
            else 'set response.headers["Location"], with the new row\'s id in it',
        )


@pytest.mark.step("7.4")
def test_saved_before_the_answer(app: App, fresh: Fresh) -> None:
    """When the answer comes, the job is in the database."""
    model_id = fresh.number(10_000, 999_999)
    with app.hold("database.commit_begins"):
        pending = app.start("POST", "/reports", json={"model_id": model_id})
        app.wait_for_calls("database.commit_begins", unless=[pending])
        early = _answered(pending)
    answer = pending.answer().expect(202)
    app.settle()
    late = early and app.calls("database.commit_begins")
    if late or not app.given("database.saved", model_id):
        wanted, got = "first the row, then the answer", "there is no row for it"
        if not late:
            _demand_awaited(app, answer, wanted, got)
        app.fail(
            answer,
            "The client was told 202 before the job was in the database.",
            wanted,
            "it was saved only after the answer" if late else got,
            "add the row and `await session.commit()` before you return",
        )


@pytest.mark.step("7.4")
def test_state(app: App, fresh: Fresh) -> None:
    """GET /reports/{report_id} says how the job stands, before and after it is done."""
    result = fresh.word(12)
    app.tell("worker.build_report", result)
    with app.hold("worker.build_report"):
        asked = _ask(app, fresh)
        report = {"id": asked.json["id"], "state": "pending", "result": None}
        app.get(_place(asked)).expect_ok().expect_json(report, exact=False)
    app.given("worker.work_off")
    app.get(_place(asked)).expect_ok().expect_json(
        report | {"state": "done", "result": result},
        exact=False,
        summary="The worker has done the job, and your answer does not say so.",
        next="read the row from the database in every request",
    )


@pytest.mark.step("7.4")
def test_unknown_report(app: App, fresh: Fresh) -> None:
    """A report that nobody asked for is a 404."""
    app.get(f"/reports/{fresh.number(9_000_000, 9_999_999)}").expect(
        404,
        summary="A report that does not exist was answered as if it did.",
        next="session.get() gives None then: raise HTTPException(status_code=404, …)",
    )


@pytest.mark.step("7.4")
def test_survives_a_crash(app: App, fresh: Fresh) -> None:
    """When the app is killed after the answer, the job is still there, and gets done."""
    asked = _ask(app, fresh)
    app.kill()
    answer = app.get(_place(asked)).expect_ok(
        summary="After a crash and a restart, your app does not know the job any more.",
        next="look the report up in the database, not in a variable",
    )
    answer.expect_json({"id": asked.json["id"]}, exact=False)
    app.given("worker.work_off")
    app.get(_place(asked)).expect_ok().expect_json(
        {"state": "done", "result": A_TEXT},
        exact=False,
        summary="After a crash and a restart, the job does not get done.",
        next="save the row with the state that it has by default: pending",
    )
