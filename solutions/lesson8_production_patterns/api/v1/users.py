"""Everything under /api/v1/users."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.security import OAuth2PasswordRequestForm
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ... import database, directory, passwords, schemas, security, tables

# region 8.1
#| # TODO 8.1: Routers
#| #   All routes of this file are under /api/v1/users and tagged "users" in the docs.
#| #   /users comes from the router, /api/v1 is added where main.py includes it.
#| #   GET /api/v1/users   the list from directory.publishers(), without a redirect
#| router = APIRouter()
#|? Prefix and tag stand once, at the router, and the path "" is the prefix itself, so that no
#|? redirect is needed.
router = APIRouter(prefix="/users", tags=["users"])


@router.get("")
def list_publishers() -> list[dict[str, Any]]:
    return directory.publishers()


# endregion


# region 8.6
#| # TODO 8.6: Capstone, part 4 of 4: the routes. Errors have a `detail`.
#| #   POST   /api/v1/users            a new account (JSON). 201 and the account.
#| #                                   409 when the email is taken, also when two ask
#| #                                   for it at the same moment
#| #   POST   /api/v1/users/token      log in with the form of OAuth2: the email is sent
#| #                                   as username. Answer: a token. Unknown email and
#| #                                   wrong password: the same 401, WWW-Authenticate
#| #   With a token only:
#| #   GET    /api/v1/users/me         one's own account
#| #   DELETE /api/v1/users/me         remove it. 204 with an empty body
#| #   GET    /api/v1/users/search     a page of all accounts, by id, oldest first.
#| #                                   skip (0 or more, else 422; default 0) and
#| #                                   limit (1 to 100, else 422; default 20)
#| #   GET    /api/v1/users/{user_id}  an account; 404 when there is none
#| #   Hashing must not hold up other requests: see passwords.py.
#|? Fixed paths stand above /{user_id}, hashing goes to a thread because these routes are async,
#|? and the unique column settles who was first.
@router.post("", status_code=201, response_model=schemas.UserOut)
async def register(new: schemas.UserCreate, session: database.Session) -> tables.User:
    hashed = await asyncio.to_thread(passwords.hash_password, new.password)
    user = tables.User(email=new.email, name=new.name, password_hash=hashed)
    session.add(user)
    try:
        await session.commit()
    except IntegrityError:
        raise HTTPException(409, "This email has an account already.") from None
    return user


@router.post("/token")
async def log_in(
    form: Annotated[OAuth2PasswordRequestForm, Depends()], session: database.Session
) -> schemas.Token:
    user = await session.scalar(select(tables.User).where(tables.User.email == form.username))
    hashed = user.password_hash if user else None
    right = await asyncio.to_thread(passwords.verify_password, form.password, hashed)
    if user is None or not right:
        challenge = {"WWW-Authenticate": "Bearer"}
        raise HTTPException(401, "Wrong email or password.", headers=challenge)
    return schemas.Token(access_token=security.create_token(user))


@router.get("/me", response_model=schemas.UserOut)
async def me(user: security.CurrentUser) -> tables.User:
    return user


@router.delete("/me", status_code=204)
async def remove_me(user: security.CurrentUser, session: database.Session) -> None:
    await session.delete(user)
    await session.commit()


@router.get("/search", response_model=schemas.UserPage)
async def search(
    user: security.CurrentUser,
    session: database.Session,
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    page = select(tables.User).order_by(tables.User.id).offset(skip).limit(limit)
    total = await session.scalar(select(func.count()).select_from(tables.User))
    return {"total": total, "items": (await session.scalars(page)).all()}


@router.get("/{user_id}", response_model=schemas.UserOut)
async def one_user(
    user_id: int, user: security.CurrentUser, session: database.Session
) -> tables.User:
    found = await session.get(tables.User, user_id)
    if found is None:
        raise HTTPException(404, "There is no such account.")
    return found


# endregion
