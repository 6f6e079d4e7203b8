"""What the reading of lesson 5 warns of, shown on the installed versions."""

from __future__ import annotations

import asyncio
import importlib.metadata
import time
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt
from passlib.context import CryptContext
from passlib.exc import PasswordValueError
from pydantic import BaseModel, HttpUrl, SecretStr

KEY = "only-for-these-tests-0123456789abcdef"
HS256 = ["HS256"]
PASSWORDS = CryptContext(schemes=["bcrypt"], bcrypt__rounds=4)


def ask(app: FastAPI, method: str, path: str, **headers: str) -> httpx.Response:
    """One request to an app, in this process."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(
                method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )

    return asyncio.run(asked())


# -- passwords -------------------------------------------------------------------------


def test_bcrypt_reads_72_bytes() -> None:
    """The hash of 80 characters accepts the first 72 of them."""
    assert PASSWORDS.verify("x" * 72, PASSWORDS.hash("x" * 80))


def test_max_length_counts_characters() -> None:
    """25 characters of three bytes each are more than bcrypt reads."""
    assert len("€" * 25) < 72 < len(("€" * 25).encode())
    assert PASSWORDS.verify("€" * 24, PASSWORDS.hash("€" * 25))


def test_bcrypt_takes_no_zero() -> None:
    """passlib raises for a password with a zero in it, when it hashes and when it verifies."""
    with pytest.raises(PasswordValueError):
        PASSWORDS.hash("a\0b")
    with pytest.raises(PasswordValueError):
        PASSWORDS.verify("a\0b", PASSWORDS.hash("ab"))


def test_hashing_twice_gives_two_hashes() -> None:
    """A password that is hashed again cannot be compared with the stored hash."""
    assert PASSWORDS.hash("correct horse") != PASSWORDS.hash("correct horse")


def test_bcrypt_is_pinned_below_what_passlib_cannot_take() -> None:
    """passlib 1.7.4 is the last, and reads bcrypt's version where 4.1 has none any more."""
    assert importlib.metadata.version("passlib") == "1.7.4"
    assert importlib.metadata.version("bcrypt").startswith("4.0.")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The loops that bcrypt worked on, None for a thread without one."""
    import bcrypt

    found: list[Any] = []
    real = bcrypt.hashpw

    def hashpw(*args: Any) -> bytes:
        found.append(asyncio._get_running_loop())
        return real(*args)

    monkeypatch.setattr(bcrypt, "hashpw", hashpw)
    return found


def test_hashing_in_async_def_is_on_the_event_loop(hashed: list[Any]) -> None:
    """In `async def` the hash is computed where every request is served; in `def` it is not."""
    app = FastAPI()

    @app.get("/async")
    async def on_the_loop() -> None:
        PASSWORDS.hash("correct horse")

    @app.get("/sync")
    def in_a_thread() -> None:
        PASSWORDS.hash("correct horse")

    hashed.clear()
    ask(app, "GET", "/async")
    ask(app, "GET", "/sync")
    assert [loop is not None for loop in hashed] == [True, False]


def test_or_stops_before_the_hash(hashed: list[Any]) -> None:
    """`user is None or not verify(…)` does no work for an unknown user."""
    stored = PASSWORDS.hash("correct horse")
    for known, work in ((stored, 1), (None, 0)):
        hashed.clear()
        assert known is None or not PASSWORDS.verify("wrong horse", known)
        assert len(hashed) == work


def test_record_without_response_model_sends_the_hash() -> None:
    """What a route returns goes out whole, unless a response_model says less."""
    app = FastAPI()

    class Out(BaseModel):
        id: int

    app.get("/all")(lambda: {"id": 1, "password_hash": "$2b$"})
    app.get("/less", response_model=Out)(lambda: {"id": 1, "password_hash": "$2b$"})
    assert ask(app, "GET", "/all").json() == {"id": 1, "password_hash": "$2b$"}
    assert ask(app, "GET", "/less").json() == {"id": 1}


# -- tokens ----------------------------------------------------------------------------


def test_token_without_exp_never_expires() -> None:
    """A token of {"sub": …} is accepted for ever, unless exp is required."""
    token = jwt.encode({"sub": "1"}, KEY)
    assert jwt.decode(token, KEY, algorithms=HS256) == {"sub": "1"}
    with pytest.raises(JWTError):
        jwt.decode(token, KEY, algorithms=HS256, options={"require_exp": True})


def test_token_without_sub_is_accepted() -> None:
    """A token about nobody is accepted, unless sub is required."""
    token = jwt.encode({"exp": datetime.now(UTC) + timedelta(minutes=5)}, KEY)
    assert "sub" not in jwt.decode(token, KEY, algorithms=HS256)
    with pytest.raises(JWTError):
        jwt.decode(token, KEY, algorithms=HS256, options={"require_sub": True})


def test_without_algorithms_the_token_chooses() -> None:
    """decode() without `algorithms` takes the one that stands in the token."""
    token = jwt.encode({"sub": "1"}, KEY, algorithm="HS512")
    assert jwt.decode(token, KEY) == {"sub": "1"}
    with pytest.raises(JWTError):
        jwt.decode(token, KEY, algorithms=HS256)


def test_time_without_a_zone_is_taken_for_utc() -> None:
    """A naive time is written into the token as if it were UTC."""
    local = datetime(2030, 1, 1, 12, 0)
    claims = jwt.get_unverified_claims(jwt.encode({"exp": local}, KEY))
    assert claims["exp"] == local.replace(tzinfo=UTC).timestamp()


def test_sub_has_to_be_text() -> None:
    """A number as sub is signed, and refused when it is read."""
    token = jwt.encode({"sub": 1, "exp": time.time() + 60}, KEY)
    with pytest.raises(JWTError):
        jwt.decode(token, KEY, algorithms=HS256)


def test_secret_as_str_is_stars() -> None:
    """str() of a SecretStr is the same for every secret: no key to sign with."""
    assert str(SecretStr(KEY)) == str(SecretStr("another")) == "**********"


def test_scheme_only_reads_the_header() -> None:
    """OAuth2PasswordBearer takes any text for a token; without one it is a 401 that says how."""
    app = FastAPI()
    scheme = OAuth2PasswordBearer(tokenUrl="door")

    def echo(token: str) -> str:
        return token

    echo.__annotations__["token"] = Annotated[str, Depends(scheme)]
    app.get("/echo")(echo)
    assert ask(app, "GET", "/echo", authorization="Bearer nonsense").json() == "nonsense"
    refused = ask(app, "GET", "/echo")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")


def test_401_says_how_only_when_told_to() -> None:
    """HTTPException(401) alone has no WWW-Authenticate, which RFC 6750 asks for."""
    app = FastAPI()

    @app.get("/bare")
    def bare() -> None:
        raise HTTPException(401)

    @app.get("/whole")
    def whole() -> None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})

    assert "www-authenticate" not in ask(app, "GET", "/bare").headers
    assert ask(app, "GET", "/whole").headers["www-authenticate"] == "Bearer"


# -- CORS ------------------------------------------------------------------------------

EVIL = "https://evil.example"


def with_cors(**settings: Any) -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **settings)
    app.get("/ping")(lambda: "pong")
    app.get("/broken")(lambda: 1 / 0)
    return app


def allowed(response: httpx.Response) -> str | None:
    return response.headers.get("access-control-allow-origin")


def test_star_with_credentials_reflects_every_origin() -> None:
    """["*"] with credentials lets every origin act in the user's name."""
    app = with_cors(allow_origins=["*"], allow_credentials=True)
    response = ask(app, "GET", "/ping", origin=EVIL, cookie="session=1")
    assert allowed(response) == EVIL
    assert response.headers["access-control-allow-credentials"] == "true"
    preflight = ask(app, "OPTIONS", "/ping", origin=EVIL, access_control_request_method="GET")
    assert allowed(preflight) == EVIL


def test_slash_at_the_end_never_fits() -> None:
    """An origin is compared letter by letter, and Pydantic's HttpUrl adds a slash."""
    origin = "https://shop.example"
    assert str(HttpUrl(origin)) == f"{origin}/"
    app = with_cors(allow_origins=[f"{origin}/"])
    assert allowed(ask(app, "GET", "/ping", origin=origin)) is None


def test_500_has_no_cors_headers() -> None:
    """What answers an unexpected exception stands outside of CORSMiddleware."""
    app = with_cors(allow_origins=["https://shop.example"])
    response = ask(app, "GET", "/broken", origin="https://shop.example")
    assert (response.status_code, allowed(response)) == (500, None)
