"""Checks of lesson 5."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from typing import Any, NoReturn, TypeGuard
from urllib.parse import urljoin, urlsplit

import pytest

from checker.expect import signs
from checker.expect.answer import Answer
from checker.expect.app import App
from checker.expect.compare import A_NUMBER, A_TEXT, Like
from checker.expect.explain import article
from checker.expect.failure import CheckFailed
from checker.expect.fresh import Fresh
from checker.expect.places import Place
from checker.host.wire import loads

BEARER = 'raise HTTPException(status_code=401, …) with headers={"WWW-Authenticate": "Bearer"}'
WORK = ("/bcrypt.hashpw", "/bcrypt.checkpw")
IN_A_THREAD = "make the route a plain `def`: FastAPI then runs it in a thread"


def _user(app: App, fresh: Fresh, password: str = "") -> dict[str, Any]:
    """A user who is in the store; the hash is of this password, or of none at all."""
    email = fresh.email()
    stored = _hash(app, password) if password else fresh.word(20)
    if not isinstance(app.given("store.dump"), list):
        app.restart()  # another step has put something into the store that is no text
    app.given("store.add", email, fresh.name(), stored)
    return _kept(app, email)[0]


def _hash(app: App, password: str) -> str:
    """What hash_password() gives; bytes arrive here as their ``repr``."""
    stored = app.call("hash_password", password)
    if not isinstance(stored, str) or not stored or _is_bytes(stored):
        _not_a_text(app, _kind(stored), bytes_too=_is_bytes(stored))
    return stored


def _is_bytes(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("b'", 'b"'))


def _kind(value: Any) -> str:
    """What it is, for somebody who did not expect it."""
    if _is_bytes(value):
        return f"bytes: {value[:40]}"
    return "nothing" if not value else f"a value of the type {type(value).__name__}"


def _kept(app: App, email: str) -> list[dict[str, Any]]:
    try:
        users = app.given("store.dump")
    except CheckFailed as error:
        if "coroutine" in error.failure.got:  # it cannot be copied out of the store
            _not_a_text(app, "a coroutine: a call that nobody has awaited")
        raise
    if not isinstance(users, list):  # JSON has no word for something in it
        user = str(app.given("store.find_by_email", email))
        told = user.partition("password_hash=")[2].removesuffix(")")[:40] or "something else"
        _not_a_text(app, _kind(told) if _is_bytes(told) else told, bytes_too=_is_bytes(told))
    return [user for user in users if user["email"] == email]


def _not_a_text(app: App, got: str, bytes_too: bool = False) -> NoReturn:
    app.restart()  # the store is full of it, and other steps use the store
    app.fail(
        None,
        "hash_password() returns bytes, and the store wants a text."
        if bytes_too
        else "What is stored as the password's hash is no text.",
        "a text, such as $2b$12$…",
        got,
        "make a text of the bytes before you return them: .decode()"
        if bytes_too
        else "hash_password() is a plain `def`, and returns what pwd_context.hash() gives",
        place=app.function("hash_password"),
    )


def _on_the_loop(app: App, function: str) -> bool:
    """Whether hashing stopped the server. bcrypt itself knows better than what calls it."""
    calls = [call for name in WORK for call in app.calls(name)] or app.calls(function)
    return any(call["on_server_loop"] for call in calls)


def _watch(app: App, function: str) -> None:
    for name in (function, *WORK):
        app.watch(name)


# -- tokens, made here so that no step needs another ------------------------------------


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _signature(text: str, key: str, digest: str = "sha256") -> str:
    return _base64(hmac.digest(key.encode(), text.encode(errors="replace"), digest))


def _token(claims: dict[str, Any], key: str, algorithm: str = "HS256") -> str:
    parts = ({"alg": algorithm, "typ": "JWT"}, claims)
    text = ".".join(_base64(json.dumps(part).encode()) for part in parts)
    digest = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}.get(algorithm)
    return f"{text}.{_signature(text, key, digest) if digest else ''}"


def _claims(user_id: int, **changes: Any) -> dict[str, Any]:
    """What a good token says; a change to None leaves the claim out."""
    now = int(time.time())
    claims = {"sub": str(user_id), "iat": now, "exp": now + 600} | changes
    return {name: value for name, value in claims.items() if value is not None}


def _part(token: Any, index: int) -> dict[str, Any]:
    """The head (0) or the claims (1) of a token, without a look at the signature."""
    try:
        part = token.split(".")[index]
        found = loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return found if isinstance(found, dict) else {}
    except (AttributeError, IndexError, ValueError):
        return {}


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _good_token(app: App, user: dict[str, Any]) -> str:
    return _token(_claims(user["id"]), app.environment["SECRET_KEY"])


# -- 5.1 -------------------------------------------------------------------------------


def _new_user(fresh: Fresh, password: str = "") -> dict[str, str]:
    return {
        "email": fresh.email(),
        "name": fresh.name(),
        "password": password or fresh.password(),
    }


def _registered(app: App, body: dict[str, str]) -> tuple[Answer, str]:
    """Register somebody; the answer, and what is stored as the password's hash."""
    answer = app.post("/register", json=body)
    answer.expect(201, next="give the route status_code=201")
    kept = _kept(app, body["email"])
    if not kept:
        app.fail(
            answer,
            "The new user was not kept.",
            "the user in the store",
            "no user with this email",
            "keep it with store.add()",
        )
    stored = kept[0]["password_hash"]
    if not isinstance(stored, str) or not stored:
        _not_a_text(app, _kind(stored))
    return answer, stored


@pytest.mark.step("5.1")
def test_register(app: App, fresh: Fresh) -> None:
    """POST /register keeps a new user and answers with id, email and name."""
    body = _new_user(fresh)
    answer, stored = _registered(app, body)
    if stored in answer.text or body["password"] in answer.text:
        app.fail(
            answer,
            "The answer gives the password or its hash away.",
            "id, email and name",
            answer.told(),
            "declare response_model=UserOut, which has no field for it",
        )
    answer.expect_json(
        {"id": A_NUMBER, "email": body["email"], "name": body["name"]},
        next="return what store.add() gives back, with response_model=UserOut",
    )


def _fast_digest(password: str, stored: str) -> str:
    """The name of the fast hash that ``stored`` is, with a salt or without, or ""."""
    stored = stored[:2000]
    parts = [part for part in re.split(r"[$:.,;|]", stored) if part][:20]
    salts = [b"", *(part.encode(errors="replace") for part in parts)]
    salts += [bytes.fromhex(p) for p in parts if re.fullmatch(r"([0-9a-f]{2})+", p)]
    for name in ("md5", "sha1", "sha256", "sha512"):
        for salt in salts:
            for text in (salt + password.encode(), password.encode() + salt):
                digest = hashlib.new(name, text).digest()
                if digest.hex() in stored or base64.b64encode(digest).decode() in stored:
                    return name
    return ""


@pytest.mark.step("5.1")
def test_only_a_hash_is_stored(app: App, fresh: Fresh) -> None:
    """What is stored is a slow hash, not the password."""
    body = _new_user(fresh)
    answer, stored = _registered(app, body)
    if body["password"] in stored:
        app.fail(
            answer,
            "The password is stored as it is.",
            "a hash of it",
            "the password itself",
            "store what hash_password() returns, and let it hash with pwd_context",
        )
    fast = _fast_digest(body["password"], stored)
    if fast:
        app.fail(
            answer,
            f"The password is stored as a {fast}, which is too fast to be safe.",
            "a slow hash, such as bcrypt",
            f"{fast}: a thief tries billions of passwords a second",
            "hash with pwd_context, which uses bcrypt",
        )


@pytest.mark.step("5.1")
def test_hash_has_a_salt(app: App, fresh: Fresh) -> None:
    """Two users with the same password have different hashes."""
    password = fresh.password()
    _, first = _registered(app, _new_user(fresh, password))
    answer, second = _registered(app, _new_user(fresh, password))
    if first == second:
        app.fail(
            answer,
            "Two users with the same password have the same hash.",
            "two different hashes",
            "the same one twice, so there is no salt or always the same",
            "leave the salt to pwd_context.hash(), which makes a new one each time",
        )


@pytest.mark.step("5.1")
def test_cost(app: App, fresh: Fresh) -> None:
    """bcrypt's cost is the one of the settings."""
    answer, stored = _registered(app, _new_user(fresh))
    wanted = int(app.environment["BCRYPT_ROUNDS"])
    found = re.match(r"\$2[abxy]?\$(\d\d)\$", stored)
    if found and int(found[1]) != wanted:
        app.fail(
            answer,
            "The cost of the hash is not the one of the settings.",
            f"bcrypt with cost {wanted}",
            f"bcrypt with cost {int(found[1])}",
            "use settings.bcrypt_rounds, as pwd_context does",
        )


KNOWN = ("correct horse", "$2b$04$OCgBnq/clPr7hyJNHyIA4OwXF7woqqXrhoGhLXn41bPNd5Hs87Udq")
"""A password and a hash of it by bcrypt, to see which of the two functions is wrong."""
NO_HASH = ("UnknownHashError", "Invalid salt", "Invalid hashed_password salt")


def _verified(app: App, password: str, stored: str) -> Any:
    """What verify_password() says of a hash that was made by hash_password()."""
    try:
        return app.call("verify_password", password, stored)
    except CheckFailed as error:
        if not any(sign in error.failure.got for sign in NO_HASH):
            raise
        swapped = stored.startswith("$2")
        app.fail(
            None,
            "verify_password() takes something for a hash that is none.",
            "True for the right password",
            error.failure.got,
            "swap the two: first the password, then the hash"
            if swapped
            else "hash with pwd_context.hash(), when you verify with pwd_context.verify()",
            place=app.function("verify_password"),
        )


def _says_yes(app: App, password: str, stored: Any) -> bool:
    """Whether verify_password() knows this pair, whatever else it may do."""
    try:
        return app.call("verify_password", password, stored) is True
    except CheckFailed:
        return False


def _expect_recognized(app: App, answer: Answer, password: str, stored: str) -> None:
    """The right password is recognized; else whose fault it is that it is not."""
    if _verified(app, password, stored) is True:
        return
    if _says_yes(app, password, _hash(app, password)):
        app.fail(
            answer,
            "What was stored is not the hash of the password that we sent.",
            "what hash_password() gives for it",
            "the hash of something else, such as of a hash",
            "hash the password once: hash_password() does it, so store what that returns",
        )
    if _says_yes(app, *KNOWN):
        app.fail(
            None,
            "hash_password() does not hash the password as it is.",
            "a hash of the password itself",
            "the hash of something else, such as of a hash",
            "return pwd_context.hash(password), and hash only once",
            place=app.function("hash_password"),
        )
    _expect_verified(app, password, stored, True, "The right password is not recognized.")


def _expect_verified(app: App, password: str, stored: str, right: bool, summary: str) -> None:
    found = _verified(app, password, stored)
    if found is not right:
        app.fail(
            None,
            summary,
            f"verify_password(…) is {right}",
            f"{found!r}",
            "let pwd_context.verify(password, password_hash) decide",
            place=app.function("verify_password"),
        )


@pytest.mark.step("5.1")
def test_verify(app: App, fresh: Fresh) -> None:
    """verify_password knows the right password from any other."""
    password = fresh.password()
    answer, stored = _registered(app, _new_user(fresh, password))
    _expect_recognized(app, answer, password, stored)
    _expect_verified(app, fresh.password(), stored, False, "A wrong password is accepted.")
    summary = "The hash itself is accepted as the password."
    _expect_verified(app, stored, stored, False, summary)


@pytest.mark.step("5.1")
def test_verify_more_than_bcrypt_reads(app: App, fresh: Fresh) -> None:
    """verify_password is False for a text that only begins with the password."""
    password = fresh.password(72)
    stored = _hash(app, password)
    if app.call("verify_password", f"{password}x", stored) is not False:
        app.fail(
            None,
            "A password is accepted that is longer than the right one.",
            "verify_password(…) is False for a text of 73 bytes",
            "True, because bcrypt looks at the first 72 only",
            "say False when len(password.encode()) is over 72, before you verify",
            place=app.function("verify_password"),
        )


@pytest.mark.step("5.1")
def test_verify_a_zero(app: App, fresh: Fresh) -> None:
    """verify_password is False for a text with a zero in it."""
    password = fresh.password()
    stored = _hash(app, password)
    if app.call("verify_password", f"{password}\0", stored) is not False:
        app.fail(
            None,
            "A password with a zero in it is accepted.",
            'verify_password(…) is False for a text with "\\0" in it',
            "True",
            'say False when "\\0" is in the password, before you verify',
            place=app.function("verify_password"),
        )


TOO_MUCH: dict[str, tuple[Callable[[Fresh], str], str]] = {
    "of 73 bytes": (lambda fresh: fresh.password(73), "len(password.encode()) > 72"),
    "of 100 characters": (lambda fresh: fresh.password(100), "len(password.encode()) > 72"),
    "of 25 characters with 3 bytes each": (
        lambda fresh: "€" * 21 + "".join(fresh.shuffled(list("–—‘’"))),
        "len(password.encode()) > 72, which counts bytes and not characters",
    ),
    "with a zero in it": (
        lambda fresh: f"{fresh.password()}\0{fresh.word()}",
        'it has a "\\0" in it',
    ),
}


@pytest.mark.step("5.1")
@pytest.mark.parametrize("what", TOO_MUCH)
def test_password_that_bcrypt_cannot_take(app: App, fresh: Fresh, what: str) -> None:
    """A password that bcrypt cannot take is refused."""
    make, condition = TOO_MUCH[what]
    app.post("/register", json=_new_user(fresh, make(fresh))).expect_refused(
        summary=f"A password {what} was accepted.",
        next=f"raise ValueError in a field_validator if {condition}",
    )


@pytest.mark.step("5.1")
@pytest.mark.parametrize("what", ["72 bytes", "24 characters of 3 bytes each"])
def test_longest_password(app: App, fresh: Fresh, what: str) -> None:
    """A password of exactly 72 bytes is fine."""
    password = fresh.password(72) if what == "72 bytes" else "€" * 24
    body = _new_user(fresh, password)
    app.post("/register", json=body).expect(
        201,
        summary=f"A password of {what} was refused.",
        next="allow up to 72 bytes, 72 included",
    )


@pytest.mark.step("5.1")
@pytest.mark.parametrize("spelling", ["lower", "upper"])
def test_email_is_taken(app: App, fresh: Fresh, spelling: str) -> None:
    """A second account with the same email is a 409."""
    body = _new_user(fresh)
    _registered(app, body)
    email = getattr(body["email"].partition("@")[0], spelling)() + "@example.com"
    app.post("/register", json=_new_user(fresh) | {"email": email}).expect(
        409,
        summary="A second account with the same email did not get a 409.",
        next="catch store.EmailTaken around store.add(), and raise a 409",
    )


@pytest.mark.step("5.1")
def test_hashing_holds_nobody_up(app: App, fresh: Fresh) -> None:
    """Other requests are answered while a password is hashed."""
    _watch(app, "main.hash_password")
    answer, _ = _registered(app, _new_user(fresh))
    if _on_the_loop(app, "main.hash_password"):
        app.fail(
            answer,
            "While a password is hashed, no other request is answered.",
            "/ping answers meanwhile",
            "the whole app stands still",
            IN_A_THREAD,
        )


@pytest.mark.step("5.1")
def test_two_at_the_same_moment(app: App, fresh: Fresh) -> None:
    """Two who want the same email at the same moment: one gets it, the other a 409."""
    app.watch("main.hash_password")
    body = _new_user(fresh)
    with app.hold("main.hash_password"):
        both = [app.start("POST", "/register", json=body) for _ in range(2)]
        app.wait_for_calls("main.hash_password", 2, unless=both)
    answers = [pending.answer() for pending in both]
    for answer in answers:
        answer.expect(201, 409, next="catch store.EmailTaken around store.add()")
    if sorted(answer.status for answer in answers) != [201, 409]:
        app.fail(
            answers[1],
            "Two people asked for one email at the same moment.",
            "201 for one, 409 for the other",
            " and ".join(str(answer.status) for answer in answers),
            "let store.add() decide who was first, and catch store.EmailTaken",
        )


GIVEN_RULES: dict[str, tuple[str, Callable[[Fresh], str]]] = {
    "an email without an @": ("email", lambda fresh: fresh.word()),
    "an empty name": ("name", lambda fresh: ""),
    "a name of 101 characters": ("name", lambda fresh: fresh.word(101)),
    "a password of 7 characters": ("password", lambda fresh: fresh.password(7)),
}


@pytest.mark.step("5.1")
@pytest.mark.parametrize("what", GIVEN_RULES)
def test_given_rules_stay(app: App, fresh: Fresh, what: str) -> None:
    """What UserCreate refused from the start is still refused."""
    field, make = GIVEN_RULES[what]
    app.post("/register", json=_new_user(fresh) | {field: make(fresh)}).expect_refused(
        summary=f"A new user with {what} was accepted.",
        next=f"keep the rule that UserCreate came with for `{field}`",
    )


@pytest.mark.step("5.1")
def test_given_rules_let_the_edges_in(app: App, fresh: Fresh) -> None:
    """A password of 8 characters, and a name of 1 or 100, are let in."""
    for name in (fresh.word(1), fresh.word(100)):
        body = _new_user(fresh, fresh.password(8)) | {"name": name}
        app.post("/register", json=body).expect(
            201,
            summary="A password of 8 characters, or a name of 1 or 100, was refused.",
            next="keep the limits that UserCreate came with",
        )


# -- 5.2 -------------------------------------------------------------------------------

BEARER_TYPE = Like('"bearer"', lambda v: isinstance(v, str) and v.lower() == "bearer")


def _login(app: App, email: str, password: str) -> Answer:
    return app.post("/auth/login", data={"username": email, "password": password})


@pytest.mark.step("5.2")
def test_login(app: App, fresh: Fresh) -> None:
    """POST /auth/login gives a bearer token for the right password."""
    password = fresh.password()
    user = _user(app, fresh, password)
    app.watch("main.verify_password")
    answer = _login(app, user["email"], password)
    _expect_a_hash(app, answer, user["password_hash"])
    if answer.status in {400, 401, 403}:
        app.fail(
            answer,
            "The right password was refused.",
            "200 and a token",
            answer.told(),
            "find the user by form.username, and compare with user.password_hash",
        )
    _expect_token(answer)


def _expect_token(answer: Answer) -> Any:
    """The token of a login that went well."""
    answer.expect_ok().expect_json(
        {"access_token": A_TEXT, "token_type": BEARER_TYPE},
        exact=False,
        next='return {"access_token": …, "token_type": "bearer"}',
    )
    return answer.json["access_token"]


def _expect_a_hash(app: App, answer: Answer, stored: str = "") -> None:
    """passlib and bcrypt were given a hash where they want one.

    Args:
        stored: the hash that is kept for the user who logs in; "" when there is no user.
    """
    told = answer.raised or {}
    text = f"{told.get('type')}: {told.get('message')}"
    if not any(sign in text for sign in NO_HASH):
        return
    calls = app.calls("main.verify_password")
    swapped = any([*call["args"], *call["kwargs"].values()][:1] == [stored] for call in calls)
    summary, place = "A text that is no hash was taken for one.", app.function("login")
    next = "swap the two: first the password, then the hash"
    if not stored:
        summary = "For an unknown email, a text is verified that is no hash."
        next = 'make the spare once, outside of the route: hash_password("…")'
    elif not stored.startswith("$2"):
        next = "hash with pwd_context.hash(), when you verify with pwd_context.verify()"
        place = app.function("hash_password")
    elif calls and not swapped:
        next = f"{next}, in verify_password()"
        place = app.function("verify_password")
    app.fail(answer, summary, "a hash, such as $2b$12$…", f"500, {text}", next, place=place)


@pytest.mark.step("5.2")
def test_token_is_for_the_one_who_logged_in(app: App, fresh: Fresh) -> None:
    """The token is the one of the user who logged in."""
    password = fresh.password()
    for user in (_user(app, fresh, password), _user(app, fresh, password)):
        answer = _login(app, user["email"], password)
        claims = _part(_expect_token(answer), 1)
        if str(claims.get("sub")) != str(user["id"]):
            app.fail(
                answer,
                "The token is not for the user who logged in.",
                f"sub is {json.dumps(str(user['id']))}, the id as text",
                f"the token says {json.dumps(claims)}" if claims else "no such token",
                "return create_access_token(user.id) as the access_token",
            )


@pytest.mark.step("5.2")
@pytest.mark.parametrize("who", ["a wrong password", "an unknown email"])
def test_refused_login(app: App, fresh: Fresh, who: str) -> None:
    """A wrong password and an unknown email are refused with 401."""
    email = fresh.email() if "email" in who else _user(app, fresh, fresh.password())["email"]
    answer = _login(app, email, fresh.password())
    if "email" in who:
        _expect_a_hash(app, answer)
    answer.expect(401, summary=f"A login with {who} did not get a 401.", next=BEARER)
    _expect_challenge(app, answer)


def _expect_challenge(app: App, answer: Answer, place: Place | None = None) -> None:
    challenge = answer.header("WWW-Authenticate")
    if not _asks_for_a_bearer(challenge):
        app.fail(
            answer,
            "The 401 does not say how to log in.",
            "WWW-Authenticate: Bearer",
            f"WWW-Authenticate: {challenge}" if challenge else "no such header",
            'give HTTPException headers={"WWW-Authenticate": "Bearer"}',
            place=place,
        )


@pytest.mark.step("5.2")
def test_refusals_are_the_same(app: App, fresh: Fresh) -> None:
    """Nobody can tell a wrong password from an unknown email by the answer."""
    wrong = _login(app, _user(app, fresh, fresh.password())["email"], fresh.password())
    unknown = _login(app, fresh.email(), fresh.password())
    if (wrong.status, wrong.body) != (unknown.status, unknown.body):
        app.fail(
            unknown,
            "The answer tells whether an email has an account.",
            f"the same as for a wrong password: {wrong.told()}",
            unknown.told(),
            "raise one and the same HTTPException for both",
        )


@pytest.mark.step("5.2")
def test_unknown_whatever_the_spare_says(app: App, fresh: Fresh) -> None:
    """An unknown email is refused even with the password of the spare hash."""
    app.watch("main.verify_password")
    app.tell("main.verify_password", True)
    answer = _login(app, fresh.email(), fresh.password())
    if answer.status != 401:
        raised = answer.raised or {}
        app.fail(
            answer,
            "An unknown email is not refused when verify_password() says True.",
            "401, as there is no such user",
            f"500, {raised.get('type')}: {raised.get('message')}" if raised else answer.told(),
            "refuse when there is no user, and also when the password is wrong: ask for both",
            place=app.function("login"),
        )


def _counted(app: App) -> tuple[int, int]:
    """How often bcrypt has worked, and how often verify_password was called."""
    return sum(len(app.calls(name)) for name in WORK), len(app.calls("main.verify_password"))


def _work(app: App, email: str, password: str) -> tuple[int, int]:
    before = _counted(app)
    _login(app, email, password)
    return _counted(app)[0] - before[0], _counted(app)[1] - before[1]


@pytest.mark.step("5.2")
def test_refusals_are_the_same_work(app: App, fresh: Fresh) -> None:
    """Nobody can tell a wrong password from an unknown email by the time it takes."""
    known = _user(app, fresh, fresh.password())["email"]
    _watch(app, "main.verify_password")
    _work(app, fresh.email(), fresh.password())  # what is made once is made by now
    wrong, unknown = (_work(app, who, fresh.password()) for who in (known, fresh.email()))
    if unknown[0] < wrong[0] or (not wrong[0] and unknown[1] < wrong[1]):
        app.fail(
            _login(app, fresh.email(), fresh.password()),
            "An unknown email is answered without any hashing, so the time tells.",
            "as much work as for a wrong password",
            "no password is verified, and the answer comes sooner",
            "verify against a hash you made once, when there is no such user",
        )
    if unknown[0] > wrong[0] > 0:
        app.fail(
            _login(app, fresh.email(), fresh.password()),
            "An unknown email is answered with more hashing, so the time tells.",
            "as much work as for a wrong password",
            f"bcrypt works {unknown[0]} times instead of {wrong[0]}",
            "make the spare hash once, outside of the route, and only verify in it",
        )


@pytest.mark.step("5.2")
def test_verifying_holds_nobody_up(app: App, fresh: Fresh) -> None:
    """Other requests are answered while a password is verified."""
    password = fresh.password()
    user = _user(app, fresh, password)
    _watch(app, "main.verify_password")
    answer = _login(app, user["email"], password)
    if _on_the_loop(app, "main.verify_password"):
        app.fail(
            answer,
            "While a password is verified, no other request is answered.",
            "/ping answers meanwhile",
            "the whole app stands still",
            IN_A_THREAD,
        )


# -- 5.3 -------------------------------------------------------------------------------


def _made(app: App, fresh: Fresh) -> tuple[str, dict[str, Any], int]:
    """A token of theirs, what it says, and the id it was made for."""
    user_id = fresh.number()
    token = app.call("create_access_token", user_id)
    claims = _part(token, 1)
    if _is_bytes(token):
        app.fail(
            None,
            "create_access_token() returns bytes, and a token is a text.",
            "three parts with dots between them",
            _kind(token),
            "return what jwt.encode() gives, as it is",
            place=app.function("create_access_token"),
        )
    if not claims:
        app.fail(
            None,
            "create_access_token() returns no JWT.",
            "three parts with dots between them",
            f"{token!r}",
            "return what jwt.encode() gives",
            place=app.function("create_access_token"),
        )
    return token, claims, user_id


@pytest.mark.step("5.3")
def test_token_is_signed(app: App, fresh: Fresh) -> None:
    """A token is signed with HS256 and the secret key of the settings."""
    token, _, _ = _made(app, fresh)
    algorithm = _part(token, 0).get("alg")
    if algorithm != "HS256":
        app.fail(
            None,
            "The token is not signed with HS256.",
            '"alg": "HS256" in its head',
            f'"alg": {json.dumps(algorithm)}',
            'give jwt.encode() algorithm="HS256"',
            place=app.function("create_access_token"),
        )
    text, _, signature = token.rpartition(".")
    if signature != _signature(text, app.environment["SECRET_KEY"]):
        app.fail(
            None,
            "The token is not signed with the secret key of the settings.",
            "a signature made with settings.secret_key",
            "one made with another key",
            "give jwt.encode() settings.secret_key.get_secret_value()",
            place=app.function("create_access_token"),
        )


@pytest.mark.step("5.3")
def test_token_names_the_user(app: App, fresh: Fresh) -> None:
    """The token's sub is the user's id, as text."""
    _, claims, user_id = _made(app, fresh)
    if claims.get("sub") != str(user_id):
        app.fail(
            None,
            "The token's sub is not the user's id as text.",
            f'"sub": "{user_id}"',
            f'"sub": {json.dumps(claims["sub"])}' if "sub" in claims else "no sub",
            "put str(user_id) into sub",
            place=app.function("create_access_token"),
        )


def _is_moment(value: Any) -> TypeGuard[float]:
    """Whether it is a number of seconds that one can reckon with."""
    return isinstance(value, int | float) and abs(value) < 1e15


@pytest.mark.step("5.3")
def test_token_expires(app: App, fresh: Fresh) -> None:
    """The token expires when the settings say, and says when it was made."""
    if hasattr(time, "tzset"):
        app.given("/time.tzset")  # the app's clock is in another time zone than UTC
    _, claims, _ = _made(app, fresh)
    minutes = int(app.environment["TOKEN_MINUTES"])
    wanted = f"{minutes} minutes from now"
    if not _is_moment(claims.get("exp")):
        next_step = "add exp: datetime.now(UTC) and timedelta(minutes=settings.token_minutes)"
        place = app.function("create_access_token")
        summary = "The token never expires."
        app.fail(None, summary, f"exp, {wanted}", "no exp", next_step, place=place)
    life = (claims["exp"] - time.time()) / 60
    if life <= 0:
        app.fail(
            None,
            "The token has expired before anybody can use it.",
            f"exp, {wanted}",
            f"exp, {-life:.0f} minutes ago",
            "take the time with datetime.now(UTC): without a zone it is shifted",
            place=app.function("create_access_token"),
        )
    if abs(life - minutes) > 2:
        app.fail(
            None,
            "The token does not live as long as the settings say.",
            f"exp, {wanted}",
            f"exp, {life:.0f} minutes from now",
            "use datetime.now(UTC) and timedelta(minutes=settings.token_minutes)",
            place=app.function("create_access_token"),
        )
    made = claims.get("iat")
    if not _is_moment(made) or abs(made - time.time()) > 120:
        app.fail(
            None,
            "The token does not say when it was made.",
            "iat, the present time",
            f"iat is {made}" if made else "no iat",
            "add iat: datetime.now(UTC)",
            place=app.function("create_access_token"),
        )


@pytest.mark.step("5.3")
def test_good_token(app: App, fresh: Fresh) -> None:
    """A good token opens the door for the user it names."""
    for user in (_user(app, fresh), _user(app, fresh)):
        model = fresh.name()
        app.given("store.publish", user["id"], model)
        answer = app.get("/my-models", headers=_bearer(_good_token(app, user)))
        if answer.status == 401:
            app.fail(
                answer,
                "A good token was refused.",
                "200",
                answer.told(),
                'verify with settings.secret_key, and find the user by int(claims["sub"])',
                place=app.region(),
            )
        no_user = _not_the_user(answer)
        if no_user:
            app.fail(
                answer,
                f"get_current_user() returned {no_user} for a good token.",
                "the user whose id is in sub",
                no_user,
                "end the function with `return user`, the one that store.get() gave",
                place=app.function("get_current_user"),
            )
        answer.expect_ok()
        answer.expect_json(
            {"user_id": user["id"], "models": [model]},
            summary="The token of one user gave us another.",
            next="return the user of `store` whose id is the token's sub",
        )


def _not_the_user(answer: Answer) -> str:
    """What the given route got from the dependency in place of a user, if that broke it."""
    told = answer.raised or {}
    found = re.search(r"'(\w{1,60})' object has no attribute 'id'", str(told.get("message")))
    frames = told.get("frames") or [{}]
    if not found or frames[-1].get("function") != "my_models":
        return ""
    return "nothing" if found[1] == "NoneType" else article(found[1])


def _asks_for_a_bearer(challenge: str) -> bool:
    """The scheme stands first, and more may follow: ``Bearer realm="hub"``."""
    return re.split(r"[ ,]", challenge)[0].lower() == "bearer"


def _expect_401(app: App, headers: dict[str, str], what: str, next_step: str) -> None:
    answer = app.get("/my-models", headers=headers)
    told = answer.told()
    place: Place | None = app.function("get_current_user")
    if answer.raised:
        told = f"500, {answer.raised.get('type')}: {answer.raised.get('message')}"
        place = None  # the line that raised it says more
    returned = _not_the_user(answer)
    if returned:
        place = app.function("get_current_user")
        told = f"get_current_user() returned {returned}, and the route went on with it"
    if returned and "gone" not in what:
        app.fail(
            answer,
            f"get_current_user() returned {returned} where it has to refuse.",
            "401",
            told,
            "write `raise HTTPException(…)`, without `return`: so a dependency refuses"
            if returned == "an HTTPException"
            else "raise the 401 in get_current_user(), wherever there is no user to return",
            place=place,
        )
    if answer.status != 401:
        if answer.status in {400, 403, 404, 422}:
            next_step = BEARER
        summary = f"{what} was not refused with 401."
        app.fail(answer, summary, "401", told, next_step, place=place)
    _expect_challenge(app, answer, place)


@pytest.mark.step("5.3")
def test_no_token(app: App) -> None:
    """No token is a 401."""
    _expect_401(app, {}, "A request without a token", "take the token with Depends(oauth2_scheme)")


DECODE = 'verify it with jwt.decode(token, key, algorithms=["HS256"]), and catch JWTError'
BAD_TOKENS = {
    "A text that is no token": DECODE,
    "A token that was changed": DECODE,
    "A token signed with another key": DECODE,
    "A token without a signature": DECODE,
    "An expired token": DECODE,
    "A token signed with HS512": 'give jwt.decode() algorithms=["HS256"]',
    "A token signed with HS384": 'give jwt.decode() algorithms=["HS256"], and no other',
    "A token without exp": 'give jwt.decode() options={"require_exp": True}',
    "A token without sub": 'give jwt.decode() options={"require_sub": True}',
    "A token whose sub is no id": "int() raises ValueError for it: answer 401 then too",
    "The token of a user who is gone": "store.get() gives None then: raise a 401",
}


def _bad_token(what: str, app: App, fresh: Fresh) -> str:
    key, user, now = app.environment["SECRET_KEY"], _user(app, fresh), int(time.time())
    good = _claims(user["id"])
    if "gone" in what:
        app.given("store.remove", user["id"])
    if "changed" in what:
        mine, theirs = _token(good, key), _token(_claims(_user(app, fresh)["id"]), key)
        return ".".join([*theirs.split(".")[:2], mine.split(".")[2]])
    return {
        "A text that is no token": lambda: fresh.word(30),
        "A token signed with another key": lambda: _token(good, fresh.password(40)),
        "A token without a signature": lambda: _token(good, key, "none"),
        "An expired token": lambda: _token(good | {"iat": now - 900, "exp": now - 300}, key),
        "A token signed with HS384": lambda: _token(good, key, "HS384"),
        "A token signed with HS512": lambda: _token(good, key, "HS512"),
        "A token without exp": lambda: _token(_claims(user["id"], exp=None), key),
        "A token without sub": lambda: _token(_claims(user["id"], sub=None), key),
        "A token whose sub is no id": lambda: _token(good | {"sub": fresh.email()}, key),
        "The token of a user who is gone": lambda: _token(good, key),
    }[what]()


@pytest.mark.step("5.3")
@pytest.mark.parametrize("what", BAD_TOKENS)
def test_bad_token(app: App, fresh: Fresh, what: str) -> None:
    """A token that is not in order is a 401."""
    _expect_401(app, _bearer(_bad_token(what, app, fresh)), what, BAD_TOKENS[what])


# -- 5.4 -------------------------------------------------------------------------------


def _expect_a_user(app: App, answer: Answer, headers: dict[str, str]) -> None:
    """The route returned something; else whose fault it is that it did not."""
    if answer.status in {307, 308}:
        with_slash = app.get("/me/", headers=headers)
        app.fail(
            with_slash,
            "There is no GET /me: your route is /me/.",
            "200",
            f"a redirect from /me to {answer.header('location')}",
            "spell the path /me, without a slash at its end",
        )
    told = answer.raised or {}
    unfit = told.get("type") == "ResponseValidationError"
    if not unfit:
        return
    no_user = _not_the_user(app.get("/my-models", headers=headers))
    if no_user:
        app.fail(
            None,
            f"get_current_user() returned {no_user}, so there is no user for GET /me.",
            "the user whose token it is",
            no_user,
            "begin with get_current_user() of step 5.3: it has to return the user",
            place=app.function("get_current_user"),
        )
    if "'input': None" in str(told.get("message")):
        app.fail(
            answer,
            "GET /me returned nothing.",
            "id, email and name",
            "None",
            "return the user from CurrentUser",
        )


@pytest.mark.step("5.4")
def test_me(app: App, fresh: Fresh) -> None:
    """GET /me gives the id, email and name of the user who asks, and nothing else."""
    for user in (_user(app, fresh), _user(app, fresh)):
        headers = _bearer(_good_token(app, user))
        answer = app.get("/me", headers=headers)
        _expect_a_user(app, answer, headers)
        answer.expect_ok()
        if user["password_hash"] in answer.text:
            app.fail(
                answer,
                "GET /me gives the hash of the password away.",
                "id, email and name",
                answer.told(),
                "give the route response_model=UserOut",
            )
        answer.expect_json(
            {name: user[name] for name in ("id", "email", "name")},
            next="return the user from CurrentUser, with response_model=UserOut",
        )


@pytest.mark.step("5.4")
def test_me_needs_a_token(app: App) -> None:
    """GET /me without a token is a 401."""
    app.get("/me").expect(
        401,
        summary="GET /me answered without a token.",
        next="take the user as a parameter of the type CurrentUser",
    )


def _password_flows(document: Any) -> dict[str, str]:
    """The token URL of each security scheme in the document that is a password flow."""
    schemes = _inside(document, "components", "securitySchemes")
    flows = {name: _inside(scheme, "flows", "password") for name, scheme in schemes.items()}
    return {name: str(flow.get("tokenUrl")) for name, flow in flows.items() if flow}


def _inside(document: Any, *keys: str) -> dict[str, Any]:
    """The object at these keys, one in the other; empty when there is none."""
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document if isinstance(document, dict) else {}


def _path(url: str) -> str:
    """Where a tokenUrl leads to, from the app's own document."""
    try:
        return urlsplit(urljoin("http://localhost:8000/openapi.json", url)).path
    except ValueError:
        return url


@pytest.mark.step("5.4")
def test_token_url(app: App) -> None:
    """The OpenAPI document names the login as the place for the password."""
    flows = _password_flows(app.openapi())
    if not flows:
        app.fail(
            None,
            "The OpenAPI document does not say how to log in.",
            "a password flow with a tokenUrl",
            "none",
            "make oauth2_scheme an OAuth2PasswordBearer(tokenUrl=…), and depend on it",
        )
    for url in flows.values():
        path = _path(url)
        if path != "/auth/login":
            app.fail(
                None,
                f"The docs send the password to {path}, where no login is.",
                "tokenUrl leads to /auth/login",
                f"tokenUrl is {json.dumps(url)}",
                'give OAuth2PasswordBearer tokenUrl="auth/login"',
            )


@pytest.mark.step("5.4")
def test_docs_show_the_lock(app: App) -> None:
    """The OpenAPI document says that /me needs a token."""
    document = app.openapi()
    security = _inside(document, "paths", "/me", "get").get("security")
    needed = security if isinstance(security, list) else []
    named = {name for one in needed if isinstance(one, dict) for name in one}
    if not named & set(_password_flows(document)):
        app.fail(
            None,
            "The docs do not show that GET /me needs a token.",
            "a lock beside /me",
            "none",
            "take the user with CurrentUser, which depends on oauth2_scheme",
        )


# -- 5.5 -------------------------------------------------------------------------------

ALLOWED = "Access-Control-Allow-Origin"


def _from(app: App, origin: str, path: str = "/ping") -> Answer:
    """What a browser sends for a page of this origin, with a cookie it has for us."""
    return app.get(path, headers={"Origin": origin, "Cookie": "theme=dark"})


def _preflight(app: App, origin: str, method: str, header: str) -> Answer:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": header,
    }
    return app.request("OPTIONS", "/my-models", headers=headers)


def _is_let_in(answer: Answer, origin: str) -> bool:
    return answer.header(ALLOWED) in {origin, "*"}


def _expect_made(app: App, answer: Answer) -> None:
    """The app still answers: the middleware was handed over as a class, with what it takes."""
    told = answer.raised or {}
    kind, text = told.get("type"), " ".join(str(told.get("message", "")).split())
    if answer.status != 500:
        return
    summary, next = f"Your middleware raised {article(str(kind))}.", ""
    if not kind:
        summary = "Your middleware gives no answer when a page of the allowed origin asks."
    if kind == "TypeError" and "'receive' and 'send'" in text:
        summary = "You made the middleware yourself, and add_middleware() wants to make it."
        next = "give the class, then its options: app.add_middleware(CORSMiddleware, …)"
    elif kind == "TypeError" and "unexpected keyword argument" in text:
        next = "check how that option is spelled: allow_origins, allow_methods, allow_headers, …"
    app.fail(
        answer,
        summary,
        "200",
        f"500, {kind}: {text[:200]}" if kind else answer.told(),
        next or signs.advice(f"{kind}: {text}", told) or "let your middleware return an answer",
        place=None if told.get("frames") else app.region(),
    )


@pytest.mark.step("5.5")
def test_allowed_origin(app: App) -> None:
    """A page from the allowed origin may read our answers."""
    origin = app.environment["ALLOWED_ORIGIN"]
    answer = _from(app, origin)
    _expect_made(app, answer)
    found = answer.header(ALLOWED)
    if not found and _is_let_in(_from(app, f"{origin}/"), f"{origin}/"):
        app.fail(
            answer,
            "Your origin ends in a slash; browsers send none.",
            f"{ALLOWED}: {origin}",
            f"no {ALLOWED} header",
            "take settings.allowed_origin as it is, without a slash at its end",
            place=app.region(),
        )
    if found == "*":
        app.fail(
            answer,
            "Pages of every origin may read our answers.",
            f"{ALLOWED}: {origin}",
            f"{ALLOWED}: *",
            "list exactly one: allow_origins=[settings.allowed_origin]",
            place=app.region(),
        )
    if found != origin:
        app.fail(
            answer,
            "A page from the allowed origin may not read our answers.",
            f"{ALLOWED}: {origin}",
            f"{ALLOWED}: {found}" if found else f"no {ALLOWED} header",
            "add CORSMiddleware with allow_origins=[settings.allowed_origin]",
            place=app.region(),
        )


@pytest.mark.step("5.5")
def test_credentials(app: App) -> None:
    """The allowed origin may send credentials."""
    answer = _from(app, app.environment["ALLOWED_ORIGIN"])
    if answer.header("Access-Control-Allow-Credentials") != "true":
        app.fail(
            answer,
            "The allowed origin may not send credentials.",
            "Access-Control-Allow-Credentials: true",
            "no such header",
            "give CORSMiddleware allow_credentials=True",
            place=app.region(),
        )


def _others(origin: str, fresh: Fresh) -> list[str]:
    """Origins that are not the allowed one, but may look like it to a pattern."""
    scheme, _, host = origin.partition("://")
    return [
        origin[:-3],  # inside of the allowed one: a text was given instead of a list
        f"https://{fresh.word()}.example",
        f"{origin}.{fresh.word()}.example",
        f"{scheme}://{fresh.word()}.{host}",
        f"{scheme}://{fresh.word()}{host}",
        f"http://{host}",
        f"{origin}:8443",
        *(f"http://localhost:{port}" for port in (5173, 3000, 8000, 8080, 4200)),
        *(f"http://127.0.0.1:{port}" for port in (5173, 3000, 8000, 8080)),
        "https://localhost:3000",
        "http://localhost",
        "null",
    ]


@pytest.mark.step("5.5")
def test_no_other_origin(app: App, fresh: Fresh) -> None:
    """A page from any other origin may not read our answers."""
    others = _others(app.environment["ALLOWED_ORIGIN"], fresh)
    answers = {origin: _from(app, origin) for origin in others}
    let_in = [origin for origin, answer in answers.items() if _is_let_in(answer, origin)]
    if let_in == others[:1]:
        app.fail(
            answers[let_in[0]],
            f"The origin {let_in[0]} is allowed too: it is a part of the right one.",
            f"no {ALLOWED} header",
            f"{ALLOWED}: {answers[let_in[0]].header(ALLOWED)}",
            "give a list, with square brackets: allow_origins=[settings.allowed_origin]",
            place=app.region(),
        )
    if let_in:
        everybody = len(let_in) == len(others)
        app.fail(
            answers[let_in[0]],
            "Every page on the internet may ask in our user's name."
            if everybody
            else f"The origin {let_in[0]} is allowed too.",
            f"no {ALLOWED} header",
            f"{ALLOWED}: {answers[let_in[0]].header(ALLOWED)}",
            "list exactly one: allow_origins=[settings.allowed_origin]",
            place=app.region(),
        )


ASKED = [("GET", "authorization"), ("POST", "content-type"), ("POST", "authorization")]


@pytest.mark.step("5.5")
@pytest.mark.parametrize(("method", "header"), ASKED)
def test_preflight(app: App, method: str, header: str) -> None:
    """A browser that asks before it sends is told yes."""
    origin = app.environment["ALLOWED_ORIGIN"]
    answer = _preflight(app, origin, method, header)
    methods = answer.header("Access-Control-Allow-Methods").upper()
    headers = answer.header("Access-Control-Allow-Headers").lower()
    yes = method in methods and header in headers and answer.header(ALLOWED) == origin
    if not 200 <= answer.status < 300 or not yes:
        advice = "put every method and header of the step into allow_methods and allow_headers"
        if answer.status == 405:
            advice = "use CORSMiddleware: it answers the browser's OPTIONS request for you"
        app.fail(
            answer,
            f"A browser asked before a {method} with {header}, and was not told yes.",
            f"200, which allows {method} and {header}",
            answer.told(),
            advice,
            place=app.region(),
        )


@pytest.mark.step("5.5")
def test_preflight_from_elsewhere(app: App, fresh: Fresh) -> None:
    """A browser that asks for another origin is told no."""
    for origin in (f"https://{fresh.word()}.example", "http://localhost:3000", "null"):
        answer = _preflight(app, origin, "GET", "authorization")
        if _is_let_in(answer, origin):
            app.fail(
                answer,
                "A browser that asked for another origin was told yes.",
                f"no {ALLOWED} header",
                f"{ALLOWED}: {answer.header(ALLOWED)}",
                "list exactly one: allow_origins=[settings.allowed_origin]",
                place=app.region(),
            )


HARMLESS = {"GET", "POST", "HEAD", "OPTIONS"}
"""A browser may always send HEAD, and asks with OPTIONS."""
SAFE = {"accept", "accept-language", "content-language", "content-type", "authorization"}
"""The first three a browser may always send; CORSMiddleware lists them by itself."""


def _listed(answer: Answer, name: str) -> list[str]:
    """The entries of a header that is a list."""
    return [word.strip() for word in answer.header(name).split(",") if word.strip()]


@pytest.mark.step("5.5")
@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "POST"])
def test_no_other_method(app: App, method: str) -> None:
    """Only the methods of the step are allowed."""
    answer = _preflight(app, app.environment["ALLOWED_ORIGIN"], method, "authorization")
    listed = _listed(answer, "Access-Control-Allow-Methods")
    more = [word for word in listed if word.upper() not in HARMLESS]
    if more:
        first = next((word for word in more if word.upper() == "DELETE"), more[0])
        app.fail(
            answer,
            f"{'Every method' if first == '*' else first} is allowed too.",
            "only GET and POST",
            f"Access-Control-Allow-Methods: {', '.join(listed)}",
            'list the two: allow_methods=["GET", "POST"]',
            place=app.region(),
        )


@pytest.mark.step("5.5")
@pytest.mark.parametrize("usual", [False, True])
def test_no_other_header(app: App, fresh: Fresh, usual: bool) -> None:
    """Only the headers of the step are allowed."""
    header = "authorization" if usual else f"x-{fresh.word()}"
    answer = _preflight(app, app.environment["ALLOWED_ORIGIN"], "GET", header)
    listed = _listed(answer, "Access-Control-Allow-Headers")
    more = [word for word in listed if word.lower() not in SAFE]
    if more:
        app.fail(
            answer,
            f"{'Every header' if more[0] == '*' else f'The header {more[0]}'} is allowed too.",
            "only Authorization and Content-Type",
            f"Access-Control-Allow-Headers: {', '.join(listed)}",
            'list the two: allow_headers=["Authorization", "Content-Type"]',
            place=app.region(),
        )


@pytest.mark.step("5.5")
def test_a_refusal_can_be_read(app: App) -> None:
    """A page from the allowed origin may also read a 401."""
    origin = app.environment["ALLOWED_ORIGIN"]
    answer = _from(app, origin, "/my-models").expect(401)
    if answer.header(ALLOWED) != origin:
        app.fail(
            answer,
            "A page from the allowed origin may not read a 401.",
            f"{ALLOWED}: {origin}",
            f"no {ALLOWED} header",
            "use CORSMiddleware: it adds the header to every answer",
            place=app.region(),
        )
