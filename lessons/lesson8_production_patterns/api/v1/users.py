"""Everything under /api/v1/users."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.security import OAuth2PasswordRequestForm
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ... import database, directory, passwords, schemas, security, tables

# region 8.1
# TODO 8.1: Routers
#   All routes of api/v1/users.py are under /api/v1/users and tagged "users" in the docs.
#   /users comes from the router, /api/v1 is added where main.py includes it.
#   GET /api/v1/users   the list from directory.publishers(), without a redirect
router = APIRouter()
# endregion


# region 8.6
# TODO 8.6: Capstone. Part 4 of 4, the routes. Errors have a `detail`.
#   POST   /api/v1/users            a new account (JSON). 201 and the account.
#                                   409 when the email is taken, also when two ask
#                                   for it at the same moment
#   POST   /api/v1/users/token      log in with the form of OAuth2: the email is sent
#                                   as username. Answer: a token. Unknown email and
#                                   wrong password: the same 401, WWW-Authenticate
#   With a token only:
#   GET    /api/v1/users/me         one's own account
#   DELETE /api/v1/users/me         remove it. 204 with an empty body
#   GET    /api/v1/users/search     a page of all accounts, by id, oldest first.
#                                   skip (0 or more, else 422; default 0) and
#                                   limit (1 to 100, else 422; default 20)
#   GET    /api/v1/users/{user_id}  an account; 404 when there is none
#   Hashing must not hold up other requests: see passwords.py.
# endregion
