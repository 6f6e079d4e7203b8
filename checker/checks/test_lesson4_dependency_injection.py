"""Checks of lesson 4."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Any

import pytest

from checker.expect import disk
from checker.expect.answer import Answer
from checker.expect.app import App
from checker.expect.fresh import Fresh


def _told(answer: Answer) -> str:
    """What came back; for a 500, what the learner's code raised."""
    found = answer.app.explain(answer, (200,)) if answer.status == 500 else None
    return found.got if found else answer.told()


def _demand_ok(answer: Answer, summary: str, next: str) -> Answer:
    """200, in the check's words unless the route is not there at all."""
    if answer.json == {"detail": "Not Found"}:
        return answer.expect_ok()
    return answer.expect_ok(summary=summary, next=next)


# -- 4.1 -------------------------------------------------------------------------------

OPEN, CLOSE, FETCH = (
    f"resources.{name}" for name in ("open_connection", "close_connection", "fetch_model")
)


def _new_model(app: App, fresh: Fresh) -> dict[str, Any]:
    record: dict[str, Any] = app.given("resources.add_model", fresh.name(), "pytorch")
    return record


def _connections(app: App, service: str) -> list[str]:
    """Which connections a service was called with, in order."""
    sent = ([*call["args"], *call["kwargs"].values()] for call in app.calls(service))
    return [next((a for a in args if str(a).startswith("Connection")), "?") for args in sent]


def _demand_closed(app: App, answer: Answer, when: str) -> None:
    """Every connection that was opened has been closed, once."""
    app.settle()
    opened, closed = len(app.calls(OPEN)), len(app.calls(CLOSE))
    if closed < opened:
        place = app.unawaited("close_connection")
        if place is not None:
            app.fail(
                answer,
                "A call is not awaited: the connection is not closed.",
                f"{opened} opened, {opened} closed",
                f"{opened} opened, {closed} closed; the call alone gives only a promise",
                "put `await` in front of resources.close_connection(…)",
                place=place,
            )
        app.fail(
            answer,
            f"The connection was not closed {when}.",
            f"{opened} opened, {opened} closed",
            f"{opened} opened, {closed} closed",
            "await resources.close_connection(…) in a `finally` around the `yield`",
        )
    if closed > opened:
        app.fail(
            answer,
            "A connection was closed more than once.",
            f"{opened} opened, {opened} closed",
            f"{opened} opened, {closed} closed",
            "close it in one place only: in the dependency, after the `yield`",
        )


@pytest.mark.step("4.1")
def test_model(app: App, fresh: Fresh) -> None:
    """GET /models/{model_id} gives the model."""
    record = _new_model(app, fresh)
    answer = app.get(f"/models/{record['id']}")
    if "is closed." in str(answer.raised):
        app.fail(
            answer,
            "The connection was closed before your route used it.",
            "a connection that is open until the request is over",
            "one that is closed already",
            "`yield` the connection in place of `return`: the lines below it then wait",
        )
    if "'function' object" in str(answer.raised):
        app.fail(
            answer,
            "Your route was given a function in place of a connection.",
            "what your dependency yields",
            "the dependency itself",
            "write Depends(…) around it: Annotated[resources.Connection, Depends(…)]",
        )
    if answer.status == 422 and "body" in answer.text:
        app.fail(
            answer,
            "Your app wants the client to send the connection.",
            "200, and nothing to send",
            answer.told(),
            "a type alone is read from the body: Annotated[resources.Connection, Depends(…)]",
        )
    answer.expect_ok().expect_json(
        record, next="return what resources.fetch_model(connection, model_id) gives"
    )
    app.settle()


@pytest.mark.step("4.1")
def test_each_request_opens_one(app: App, fresh: Fresh) -> None:
    """Each request opens one connection, and uses that one."""
    record = _new_model(app, fresh)
    for number in (1, 2):
        answer = app.get(f"/models/{record['id']}").expect_ok()
        opened = len(app.calls(OPEN))
        if opened != number:
            app.fail(
                answer,
                "A request did not open one connection of its own.",
                f"{number} opened after {number} of our requests",
                f"{opened} opened",
                "open it in a dependency: FastAPI calls that once for each request",
            )
    app.settle()


@pytest.mark.step("4.1")
def test_closed_after_use(app: App, fresh: Fresh) -> None:
    """The connection is closed once when the request is over."""
    record = _new_model(app, fresh)
    answer = app.get(f"/models/{record['id']}").expect_ok()
    _demand_closed(app, answer, "when the request was over")
    used, closed = _connections(app, FETCH), _connections(app, CLOSE)
    if used != closed:
        app.fail(
            answer,
            "Another connection was closed than the one that was used.",
            f"{', '.join(used)} closed",
            f"{', '.join(closed)} closed",
            "`yield` the connection you opened, and close the same one",
        )


@pytest.mark.step("4.1")
def test_unknown_model(app: App, fresh: Fresh) -> None:
    """A model that is not there is a 404, and the connection is closed."""
    answer = app.get(f"/models/{fresh.number(90_000, 99_999)}")
    if answer.status == 500 and "dependency with yield" in str(answer.raised):
        app.fail(
            answer,
            "Your dependency swallowed the route's exception.",
            "404",
            "500: after the exception nobody was left to answer",
            "clean up in a `finally`; where there is an `except`, end it with `raise`",
        )
    answer.expect(
        404,
        summary="A model that does not exist was not answered with 404.",
        next="in the route: raise HTTPException(status_code=404, …); let it pass the dependency",
    )
    _demand_closed(app, answer, "after the route had raised a 404")


@pytest.mark.step("4.1")
def test_closed_after_a_crash(app: App, fresh: Fresh) -> None:
    """The connection is closed once also when the fetch breaks."""
    record = _new_model(app, fresh)
    app.break_service(FETCH, "the line was cut")
    answer = app.get(f"/models/{record['id']}")
    _demand_closed(app, answer, "after the fetch had failed")


@pytest.mark.step("4.1")
def test_nobody_shares(app: App, fresh: Fresh) -> None:
    """Two requests at the same time have two connections."""
    record = _new_model(app, fresh)
    with app.hold(FETCH):
        waiting = [app.start("GET", f"/models/{record['id']}") for _ in range(2)]
        app.wait_for_calls(FETCH, 2, unless=waiting)
        used = _connections(app, FETCH)
        closed = len(app.calls(CLOSE))
    answers = [pending.answer() for pending in waiting]
    if len(set(used)) < 2 or closed:
        app.fail(
            answers[0],
            "Two requests at the same time did not have a connection each.",
            "two open connections",
            f"{' and '.join(used)}, {closed} of them closed already",
            "open it inside the dependency, and keep nothing outside of the function",
        )
    for answer in answers:
        answer.expect_ok()
    app.settle()


# -- 4.2 -------------------------------------------------------------------------------


def _signed(token: str, scheme: str = "Bearer") -> dict[str, str]:
    return {"authorization": f"{scheme} {token}"}


def _demand_401(answer: Answer, who: str, next: str) -> None:
    answer.expect(401, summary=f"{who} was not answered with 401.", next=next)
    challenge = answer.header("www-authenticate")
    if challenge.partition(" ")[0].lower() != "bearer":
        answer.app.fail(
            answer,
            "A 401 must say how to sign in, in a header.",
            "WWW-Authenticate: Bearer",
            f"WWW-Authenticate: {challenge}" if challenge else "no WWW-Authenticate header",
            'raise HTTPException(401, …, headers={"WWW-Authenticate": "Bearer"})',
        )


def _somebody(app: App, fresh: Fresh) -> str:
    """The token of an active user, for checks that only want one."""
    return app.once("somebody", lambda: str(app.given("accounts.issue_token", fresh.word())))


@pytest.mark.step("4.2")
def test_me(app: App, fresh: Fresh) -> None:
    """GET /me tells who asks."""
    name = fresh.word()
    token = app.given("accounts.issue_token", name)
    answer = app.get("/me", headers=_signed(token))
    if "unhashable type: 'HTTPAuthorizationCredentials'" in str(answer.raised):
        app.fail(
            answer,
            "accounts.find_user was given the whole credentials, and not the token in them.",
            "a text: the token",
            "an object with the fields `scheme` and `credentials`",
            "hand over the field `credentials` of what HTTPBearer gives you",
        )
    _demand_ok(
        answer,
        "A user with a good token was refused.",
        "find the user with accounts.find_user(token): the text after `Bearer `",
    ).expect_json({"name": name, "email": f"{name}@example.com"})


@pytest.mark.step("4.2")
@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_letters_of_the_scheme(app: App, fresh: Fresh, scheme: str) -> None:
    """The word Bearer counts in small and large letters."""
    app.get("/me", headers=_signed(_somebody(app, fresh), scheme)).expect_ok(
        summary=f"`{scheme}` in place of `Bearer` was refused.",
        next="compare the scheme without case: scheme.lower() == 'bearer', or use HTTPBearer",
    )


@pytest.mark.step("4.2")
def test_no_header(app: App) -> None:
    """No Authorization header: 401."""
    _demand_401(
        app.get("/me"),
        "A request without an Authorization header",
        "let the header be missing, and answer 401 yourself; or use HTTPBearer",
    )


@pytest.mark.step("4.2")
def test_unknown_token(app: App, fresh: Fresh) -> None:
    """A token that nobody knows: 401."""
    _demand_401(
        app.get("/me", headers=_signed(fresh.word(20))),
        "A token that nobody knows",
        "when accounts.find_user gives None: raise HTTPException with 401",
    )


@pytest.mark.step("4.2")
@pytest.mark.parametrize("scheme", ["Basic", "Token", "BearerX"])
def test_other_schemes(app: App, fresh: Fresh, scheme: str) -> None:
    """A good token under another scheme: 401."""
    _demand_401(
        app.get("/me", headers=_signed(_somebody(app, fresh), scheme)),
        f"`{scheme} <token>`",
        "look at the word in front of the token: only `Bearer` counts",
    )


@pytest.mark.step("4.2")
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer Bearer {}", "{}"])
def test_malformed_headers(app: App, fresh: Fresh, header: str) -> None:
    """A header that is not one scheme and one token: 401."""
    sent = header.format(_somebody(app, fresh))
    shown = header.format("<token>")
    _demand_401(
        app.get("/me", headers={"authorization": sent}),
        f"The header `Authorization: {shown}`",
        "split at the first space: a scheme, and a token that is not empty; or use HTTPBearer",
    )


# -- 4.3 -------------------------------------------------------------------------------

LOOKUP = "accounts.find_user"


@pytest.mark.step("4.3")
@pytest.mark.parametrize(("is_admin", "quota"), [(False, 3), (True, 10)])
def test_dashboard(app: App, fresh: Fresh, is_admin: bool, quota: int) -> None:
    """GET /dashboard gives name and quota to active users."""
    name = fresh.word()
    token = app.given("accounts.issue_token", name, is_admin=is_admin)
    _demand_ok(
        app.get("/dashboard", headers=_signed(token)),
        "An active user was refused on /dashboard.",
        "let everybody pass whose is_active is True",
    ).expect_json({"name": name, "quota": quota}, next="the quota is accounts.quota_of(user)")


@pytest.mark.step("4.3")
def test_admin(app: App, fresh: Fresh) -> None:
    """GET /admin answers an active admin."""
    name = fresh.word()
    token = app.given("accounts.issue_token", name, is_admin=True)
    _demand_ok(
        app.get("/admin", headers=_signed(token)),
        "An active admin was refused on /admin.",
        "let active users pass whose is_admin is True",
    ).expect_json({"admin": name})


@pytest.mark.step("4.3")
@pytest.mark.parametrize("path", ["/dashboard", "/admin"])
def test_inactive(app: App, fresh: Fresh, path: str) -> None:
    """An account that is switched off gets 403, also an admin's."""
    for is_admin in (False, True):
        token = app.given("accounts.issue_token", fresh.word(), False, is_admin)
        app.get(path, headers=_signed(token)).expect(
            403,
            summary=f"A user who is not active was not answered with 403 on {path}.",
            next="ask is_active in the dependency that both routes build on; 403, not 401",
        )


@pytest.mark.step("4.3")
def test_not_an_admin(app: App, fresh: Fresh) -> None:
    """An active user who is no admin gets 403 on /admin."""
    token = app.given("accounts.issue_token", fresh.word())
    app.get("/admin", headers=_signed(token)).expect(
        403,
        summary="A user who is no admin was not answered with 403 on /admin.",
        next="being active is not enough here: ask is_admin too",
    )


@pytest.mark.step("4.3")
@pytest.mark.parametrize("path", ["/dashboard", "/admin"])
def test_still_401(app: App, fresh: Fresh, path: str) -> None:
    """A token that nobody knows stays 401: we do not know who that is."""
    app.get(path, headers=_signed(fresh.word(20))).expect(
        401,
        summary=f"A token that nobody knows was not answered with 401 on {path}.",
        next="leave that to get_current_user, and depend on it",
    )


@pytest.mark.step("4.3")
@pytest.mark.parametrize("path", ["/dashboard", "/admin"])
def test_one_lookup(app: App, fresh: Fresh, path: str) -> None:
    """The user is looked up once in a request, whoever needs them."""
    token = app.given("accounts.issue_token", fresh.word(), is_admin=True)
    for number in (1, 2):
        answer = app.get(path, headers=_signed(token)).expect_ok()
        lookups = len(app.calls(LOOKUP))
        if lookups != number:
            app.fail(
                answer,
                f"A request to {path} did not look up its user once.",
                "one call of accounts.find_user for each request",
                f"{lookups} calls for {number} of our requests",
                "get the user by Depends everywhere, and leave use_cache as it is",
            )


# -- 4.4 -------------------------------------------------------------------------------

LISTS = pytest.mark.parametrize(
    ("path", "source"),
    [("/models", "catalog.all_models"), ("/artifacts", "catalog.all_artifacts")],
)


def _is_body_wanted(answer: Answer) -> bool:
    """Whether a 422 is about a body that is missing as a whole."""
    details = answer.json.get("detail") if isinstance(answer.json, dict) else None
    wanted = [d.get("loc") for d in details or () if isinstance(d, dict)]
    return ["body"] in wanted


@pytest.mark.step("4.4")
@LISTS
def test_first_page(app: App, fresh: Fresh, path: str, source: str) -> None:
    """Without skip and limit, a list gives its first ten records."""
    app.given("catalog.add", fresh.name())
    answer = app.get(path)
    if answer.status == 422 and "args" in answer.text:
        app.fail(
            answer,
            "Depends() was not told what to make.",
            "a page, without any parameter",
            "422: your app asks for `args` and `kwargs`",
            "give the parameter its type: Annotated[Pagination, Depends()]",
        )
    if answer.status == 422 and _is_body_wanted(answer):
        app.fail(
            answer,
            "Your app wants skip and limit as a JSON body: a type alone is read from there.",
            "a page, without any body",
            answer.told(),
            "say where it comes from: Annotated[Pagination, Depends()]",
            sure=True,
        )
    answer.expect_ok().expect_json(
        app.given(source)[:10],
        summary=f"{path} did not give its first ten records.",
        next="defaults are skip 0 and limit 10; return a slice of the list",
    )


@pytest.mark.step("4.4")
@LISTS
def test_pages(app: App, fresh: Fresh, path: str, source: str) -> None:
    """skip and limit choose the page, up to the end of the list."""
    app.given("catalog.add", fresh.name())
    records = app.given(source)
    last = len(records) - 1
    for skip, limit in ((fresh.number(1, 60), fresh.number(2, 50)), (0, 1), (0, 100), (last, 5)):
        answer = app.get(path, params={"skip": skip, "limit": limit})
        if "slice indices" in str(answer.raised) or "'str'" in str(answer.raised):
            app.fail(
                answer,
                "`skip` and `limit` are texts in your app, not numbers.",
                "200 and a page",
                _told(answer),
                "give both a type in Pagination: int. FastAPI turns the text into one",
            )
        answer.expect_ok().expect_json(
            records[skip : skip + limit],
            summary=f"The page of {path} is not the one that was asked for.",
            next="return records[skip : skip + limit]",
        )


@pytest.mark.step("4.4")
@LISTS
@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("limit", "101", "an upper bound: Query(le=100)"),
        ("limit", "0", "a lower bound: Query(ge=1)"),
        ("limit", "-1", "a lower bound: Query(ge=1)"),
        ("skip", "-1", "a lower bound: Query(ge=0)"),
        ("skip", "ten", "a type: int. Without one the value stays a text"),
        ("limit", "ten", "a type: int. Without one the value stays a text"),
    ],
)
def test_limits(app: App, path: str, source: str, name: str, value: str, advice: str) -> None:
    """What is outside of the limits is refused."""
    app.get(path, params={name: value}).expect_refused(
        summary=f"{path} did not refuse {name}={value}.",
        next=f"give `{name}` {advice}",
    )


@pytest.mark.step("4.4")
def test_it_is_a_class(app: App) -> None:
    """Pagination is a class that can be made with skip and limit."""
    app.call("Pagination", skip=1, limit=2)


# -- 4.5 -------------------------------------------------------------------------------

TELL, COMMIT = "database.tell_the_team", "database.commit_begins"
SECRET = "key-that-nobody-may-see"
TAKEN, RETURNED = "database.connection_taken", "database.connection_returned"


def _member(fresh: Fresh, name: str = "") -> dict[str, str]:
    return {"email": fresh.email(), "name": name or fresh.name()}


@contextlib.contextmanager
def _database(app: App) -> Any:
    """The database file, opened by ourselves: what is committed, and nothing else."""
    with disk.database(app.files / "model_hub.db") as own:
        yield own


MANY = 100


def _stored(app: App, email: str) -> list[Any]:
    query = "SELECT id, name, api_key FROM members WHERE email = ?"
    try:
        with _database(app) as own:
            rows: list[Any] = own.execute(query, [email]).fetchmany(MANY)
            return rows
    except sqlite3.OperationalError as error:
        app.fail(
            None,
            "The table of the members cannot be read.",
            "the table `members` in model_hub.db, as database.py makes it",
            f"{error}",
            "write to it through database.engine only, and end what you have begun",
        )


def _insert(app: App, member: dict[str, str]) -> int:
    """Put a member into the file without asking the app; its id.

    Raises sqlite3.OperationalError when somebody else is about to write.
    """
    with _database(app) as own:
        query = "INSERT INTO members (email, name, api_key) VALUES (?, ?, ?)"
        found = own.execute(query, [member["email"], member["name"], SECRET]).lastrowid
        own.commit()
    return int(found or 0)


def _store(app: App, member: dict[str, str]) -> int:
    """The same while no request is under way, so that nobody may be writing."""
    app.settle()
    try:
        return _insert(app, member)
    except sqlite3.OperationalError as error:
        app.fail(
            None,
            "Your app still holds the database when its requests are over.",
            "a database that others can write to",
            f"{error}",
            "close each session: use `async with` around the `yield`",
        )


def _demand_not_kept(app: App, answer: Answer, email: str, why: str) -> None:
    app.settle()
    if _stored(app, email):
        app.fail(
            answer,
            f"{why}, but the new row was kept.",
            "no such row in the database",
            "the row is there",
            "commit once, at the very end of the route, when all else has worked",
        )


def _demand_closed_sessions(app: App, answer: Answer, when: str) -> None:
    """Every connection that this check's requests have taken is given back."""
    app.settle()
    taken, returned = len(app.calls(TAKEN)), len(app.calls(RETURNED))
    if returned < taken:
        app.fail(
            answer,
            f"A session was not closed {when}.",
            f"{taken} connections taken, {taken} given back",
            f"{taken} taken, {returned} given back",
            "use `async with` around the `yield`: it closes the session, whatever happens",
        )


def _demand_409(answer: Answer, summary: str, next: str) -> None:
    if answer.status != 409:
        raised = answer.raised if isinstance(answer.raised, dict) else {}
        other = raised.get("type", "IntegrityError") != "IntegrityError"
        found = answer.app.explain(answer, (409,)) if other else None
        answer.app.fail(answer, summary, "409", _told(answer), found.next_step if found else next)


@pytest.mark.step("4.5")
def test_create_member(app: App, fresh: Fresh) -> None:
    """POST /members keeps a member and answers 201 with it, without its key."""
    body = _member(fresh)
    answer = app.post("/members", json=body)
    app.settle()
    rows = _stored(app, body["email"])
    if answer.status == 500 and rows:
        found = app.explain(answer, (201,))
        app.fail(
            answer,
            "The row was saved, and after that your code failed.",
            "201",
            _told(answer),
            found.next_step if found else "look at what your route does after the commit",
        )
    if not 200 <= answer.status < 300:
        answer.expect(201)
    if rows and str(rows[0][2]) in answer.text:
        app.fail(
            answer,
            "The answer gives the member's api_key away.",
            "id, email, name",
            answer.told(),
            "declare a response model that has only these three fields",
        )
    answer.expect(201, next="give the route status_code=201")
    if not app.calls(TAKEN):
        app.fail(
            answer,
            "Your session does not use database.engine.",
            "a connection taken from database.engine",
            "none",
            "give async_sessionmaker the engine: async_sessionmaker(database.engine, …)",
        )
    if not rows:
        app.fail(
            answer,
            "The client was told 201, but no row was stored.",
            "one row in the database",
            "none",
            "await session.commit() in the route, before it returns",
        )
    if answer.json == {}:
        app.fail(
            answer,
            "The row was saved, but the answer is empty.",
            "id, email, name",
            answer.told(),
            "a commit empties the row: async_sessionmaker(…, expire_on_commit=False)",
        )
    answer.expect_json({"id": rows[0][0], **body})


@pytest.mark.step("4.5")
def test_find_members(app: App, fresh: Fresh) -> None:
    """GET /members?name=… finds the members with that name, without their keys."""
    name = fresh.name()
    members = [{"id": _store(app, m), **m} for m in [_member(fresh, name) for _ in range(3)]]
    _store(app, _member(fresh, f"{name}x"))
    answer = app.get("/members", params={"name": name}).expect_ok()
    if "api_key" in answer.text or SECRET in answer.text:
        app.fail(
            answer,
            "The list gives the members' api_key away.",
            "id, email, name of each",
            answer.told(),
            "declare a response model for the list too: list[…]",
        )
    ids = [member["id"] for member in members]
    if answer.json == members[::-1]:
        app.fail(
            answer,
            "The members do not come oldest first.",
            f"the ids {ids}",
            f"the ids {ids[::-1]}",
            "a table has no order of its own: .order_by(database.MemberRow.id)",
        )
    answer.expect_json(members, next="select where the name is equal, ordered by id")


@pytest.mark.step("4.5")
def test_quotes_in_a_name(app: App, fresh: Fresh) -> None:
    """A name is only a value, whatever letters it has."""
    member = _member(fresh, f'O\'Neil "{fresh.word()}"')
    member_id = _store(app, member)
    advice = "compare with ==, and let SQLAlchemy pass the value: .where(Row.name == name)"
    answer = app.get("/members", params={"name": member["name"]})
    if answer.status != 200 or answer.json != [{"id": member_id, **member}]:
        app.fail(
            answer,
            "A name with a quote in it was not found.",
            "200 and that member",
            _told(answer),
            advice,
        )
    app.get("/members", params={"name": "x' OR '1'='1"}).expect_json(
        [],
        summary="A name was taken for a piece of SQL: all members came back.",
        next=advice,
    )


@pytest.mark.step("4.5")
def test_sessions_are_separate(app: App, fresh: Fresh) -> None:
    """What one request has not committed, another does not see."""
    body = _member(fresh)
    with app.hold(TELL):
        pending = app.start("POST", "/members", json=body)
        if not app.wait_for_calls(TELL, unless=[pending]):
            app.fail(
                pending.answer(),
                "The team was not told of the new member.",
                "one call of database.tell_the_team",
                "none",
                "await database.tell_the_team(email) before the commit",
            )
        if _stored(app, body["email"]):
            app.release(TELL)
            app.fail(
                pending.asked,
                "The new row was kept before the team had been told.",
                "no such row in the database yet",
                "it is there, while database.tell_the_team still waits",
                "commit once, at the very end of the route, when all else has worked",
            )
        seen = app.get("/members", params={"name": body["name"]})
        if seen.json != []:
            app.release(TELL)
            app.fail(
                seen,
                "Another request saw a row that was not committed yet.",
                "200 and an empty list",
                _told(seen),
                "make a new session for each request, inside the dependency",
            )
    pending.answer().expect(201)
    _demand_closed_sessions(app, seen, "when the request was over")


@pytest.mark.step("4.5")
def test_taken_email(app: App, fresh: Fresh) -> None:
    """An email that is there already is a 409, and the app goes on."""
    body = _member(fresh)
    _store(app, body)
    answer = app.post("/members", json=body)
    _demand_409(
        answer,
        "An email that is taken was not answered with 409.",
        "catch IntegrityError around flush and commit, and raise HTTPException(409, …)",
    )
    _demand_closed_sessions(app, answer, "after a 409")


@pytest.mark.step("4.5")
def test_taken_meanwhile(app: App, fresh: Fresh) -> None:
    """An email that is taken while the request runs is a 409 too."""
    body = _member(fresh)
    with app.hold(TELL):
        pending = app.start("POST", "/members", json=body)
        app.wait_for_calls(TELL, unless=[pending])
        with contextlib.suppress(sqlite3.OperationalError):  # locked: nobody can, all is well
            _insert(app, body)
    answer = pending.answer()
    app.settle()
    if any(row[2] == SECRET for row in _stored(app, body["email"])):
        _demand_409(
            answer,
            "Two clients with one email at the same time: no 409 for the second.",
            "do not only look first: catch IntegrityError around flush and commit",
        )


@pytest.mark.step("4.5")
def test_telling_fails(app: App, fresh: Fresh) -> None:
    """When the route fails half-way, nothing of it stays."""
    body = _member(fresh)
    app.break_service(TELL, "nobody is there")
    answer = app.post("/members", json=body)
    if answer.status < 400:
        app.fail(
            answer,
            "Telling the team failed, but the client was told that all is well.",
            "an error, such as 500",
            answer.told(),
            "let the exception pass, or raise HTTPException",
        )
    _demand_not_kept(app, answer, body["email"], "Telling the team failed")
    _demand_closed_sessions(app, answer, "after the route had failed")


@pytest.mark.step("4.5")
def test_commit_fails(app: App, fresh: Fresh) -> None:
    """A commit that fails is not a 2xx: the client hears of it."""
    body = _member(fresh)
    app.break_service(COMMIT, "the disk is full")
    answer = app.post("/members", json=body)
    if answer.status < 400:
        app.fail(
            answer,
            f"The client was told {answer.status}, and then the commit failed.",
            "an error, such as 500",
            answer.told(),
            "await session.commit() in the route: what stands after a `yield` runs too late",
        )
    _demand_not_kept(app, answer, body["email"], "The commit failed")


@pytest.mark.step("4.5")
def test_only_a_taken_email_is_a_409(app: App, fresh: Fresh) -> None:
    """What else goes wrong is not told as a taken email."""
    app.break_service(TELL, "nobody is there")
    answer = app.post("/members", json=_member(fresh))
    app.settle()
    if answer.status == 409:
        app.fail(
            answer,
            "Telling the team failed, and the client was told that the email is taken.",
            "another error, such as 500",
            answer.told(),
            "catch IntegrityError alone, and let every other exception pass",
        )


# -- 4.6 -------------------------------------------------------------------------------

PRICES = "pricing.fetch_prices"


def _quote(app: App, plan: str, seats: int) -> Answer:
    return app.get("/quote", params={"plan": plan, "seats": seats})


@pytest.mark.step("4.6")
def test_quote(app: App, fresh: Fresh) -> None:
    """GET /quote multiplies seats with today's price."""
    for _ in range(2):
        plan, price, seats = fresh.word(), fresh.number(), fresh.number(1, 50)
        app.tell(PRICES, {"team": fresh.number(), plan: price})
        _demand_ok(
            _quote(app, plan, seats),
            "A plan that is in today's price list was not priced.",
            "ask pricing.fetch_prices() anew for each request",
        ).expect_json(
            {"total": seats * price}, next="multiply the seats (an int) with the price of the plan"
        )


@pytest.mark.step("4.6")
def test_unknown_plan(app: App, fresh: Fresh) -> None:
    """A plan that is not in the list is a 404."""
    _quote(app, fresh.word(), 1).expect(
        404,
        summary="A plan that is not in the price list was not answered with 404.",
        next="when the plan is not in prices: raise HTTPException(status_code=404, …)",
    )


@pytest.mark.step("4.6")
def test_override(app: App, fresh: Fresh) -> None:
    """A test can swap get_prices, and nobody asks the real list."""
    plan, price, seats = fresh.word(), fresh.number(), fresh.number(1, 50)
    app.override("main.get_prices", {plan: price})
    answer = _quote(app, plan, seats)
    if answer.json != {"total": seats * price}:
        app.fail(
            answer,
            "We swapped get_prices, and your route did not notice.",
            f'{{"total": {seats * price}}}, by the price we put in its place',
            answer.told(),
            "ask for the prices with Depends(get_prices), and do not call it yourself",
        )
    if app.calls(PRICES):
        app.fail(
            answer,
            "We swapped get_prices, and the real price list was asked all the same.",
            "no call of pricing.fetch_prices",
            f"{len(app.calls(PRICES))}",
            "call pricing.fetch_prices() in get_prices and nowhere else",
        )
