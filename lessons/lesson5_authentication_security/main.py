"""Model Hub, lesson 5: accounts, passwords, tokens, and who may ask from a browser."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from jose import JWTError, jwt
from passlib.context import CryptContext
from pydantic import BaseModel, EmailStr, Field, field_validator

from . import store
from .config import settings

app = FastAPI(title="Model Hub")

pwd_context = CryptContext(schemes=["bcrypt"], bcrypt__rounds=settings.bcrypt_rounds)
"""Hashes passwords. Complete; step 5.1 uses it."""


class UserOut(BaseModel):
    """What a client may see of a user. Complete; steps 5.1 and 5.4 use it."""

    id: int
    email: EmailStr
    name: str


@app.get("/ping")
async def ping() -> dict[str, str]:
    """Says that the app is there. Complete."""
    return {"ping": "pong"}


# region 5.1
# TODO 5.1: Password hashing. The two functions below keep passwords as they are.
#   hash_password(password)     a bcrypt hash with a salt; the cost is
#                               settings.bcrypt_rounds. pwd_context can do it
#   verify_password(password, password_hash)   True for the right password. False
#                               for any other text, also one that bcrypt cannot take
#   POST /register   JSON body: email, name, password. Answer: 201 with id, email
#                    and name. Keep the user with store.add() and a hash from
#                    hash_password(). 409 if the email is taken (see store.py)
#   Refuse with 422 a password that bcrypt cannot take: over 72 bytes (in UTF-8,
#   bytes are not characters) or with the character "\0" in it.
#   Hashing takes long: other requests must be answered meanwhile.
def hash_password(password: str) -> str:
    return password


def verify_password(password: str, password_hash: str) -> bool:
    return password == password_hash


class UserCreate(BaseModel):
    email: EmailStr
    name: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=8)
# endregion


# region 5.2
# TODO 5.2: Login
#   POST /auth/login   form fields username (the email) and password, the way OAuth2
#                      has it. Answer: {"access_token": …, "token_type": "bearer"}
#                      with the token from create_access_token(user.id)
#   Wrong password, or an email that nobody has: 401 with WWW-Authenticate: Bearer,
#   and nobody can tell one from the other: neither by the answer nor by the time it
#   takes. So verify_password() has to work as hard when there is no such user; who
#   has no account is refused, whatever it says.
#   It takes long: other requests must be answered meanwhile.
# endregion


# region 5.4
# TODO 5.4: The protected route
#   The "Authorize" button of /docs sends email and password to tokenUrl. Let it be
#   the path of the login: /auth/login
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")
# endregion


# region 5.3
# TODO 5.3: Tokens. The two functions below believe every token, for ever.
#   create_access_token(user_id)   a JWT signed with HS256 and settings.secret_key.
#       Claims: sub (the id, as text), iat (now), and exp (settings.token_minutes
#       from now)
#   get_current_user(token)   the user in `store` whose id is in sub. Everything
#       else is refused with 401 and the header WWW-Authenticate: Bearer: a token
#       that has expired or has no exp, was changed, was signed with another key or
#       with anything but HS256, has no sub or one that is no id, or is no JWT at
#       all; and a user who is not in `store` any more
def create_access_token(user_id: int) -> str:
    return jwt.encode({"sub": str(user_id)}, "secret", algorithm="HS256")


def get_current_user(token: Annotated[str, Depends(oauth2_scheme)]) -> Any:
    claims = jwt.get_unverified_claims(token)
    return store.get(int(claims["sub"]))
# endregion


CurrentUser = Annotated[store.User, Depends(get_current_user)]
"""The type of a parameter that takes the user who asks. Complete."""


@app.get("/my-models")
def my_models(user: CurrentUser) -> dict[str, Any]:
    """The models of the user who asks. Complete; step 5.3 is tried out with it."""
    return {"user_id": user.id, "models": store.models_of(user.id)}


# region 5.4
# TODO 5.4: The protected route, part 2 of 2
#   GET /me   id, email and name of the user who asks, and nothing else
# endregion


# region 5.5
# TODO 5.5: CORS
#   Pages from settings.allowed_origin may call this API from a browser, with
#   credentials. They may use GET and POST, and send the headers Authorization and
#   Content-Type. No other origin, method or header is allowed.
# endregion
