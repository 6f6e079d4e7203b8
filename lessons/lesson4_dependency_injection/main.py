"""Model Hub, lesson 4: what a route needs, and who gets it ready."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException, Query, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from . import accounts, catalog, database, pricing, resources

app = FastAPI(title="Model Hub")


# region 4.1
# TODO 4.1: A resource with clean-up
#   GET /models/{model_id}   the model, from resources.fetch_model(connection, …);
#                            404 when it gives None
#   Write a dependency that opens a connection (resources.open_connection) and, when
#   the request is over, closes it (resources.close_connection). One connection for
#   each request, closed once, also when the route raises.
# endregion


# region 4.2
# TODO 4.2: The current user
#   GET /me   {"name": …, "email": …} of the user who asks, by Depends on the
#             function below
#   A client sends   Authorization: Bearer <token>   and accounts.find_user(token)
#   knows whose token it is. "bearer" counts too, in small or large letters.
#   In every other case the answer is 401 with the header
#   WWW-Authenticate: Bearer. The function below is good to those who send all that
#   is needed. Make it right for everybody else.
async def get_current_user(authorization: Annotated[str, Header()]) -> accounts.User:
    user = await accounts.find_user(authorization.replace("Bearer ", ""))
    if user is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Please sign in.")
    return user
# endregion


# region 4.3
# TODO 4.3: Dependencies on dependencies. Build on get_current_user.
#   GET /dashboard   {"name": …, "quota": …} for active users
#   GET /admin       {"admin": name} for active users who are admins
#   Whoever may not: 403. Whoever has no good token: still 401.
#   Write one dependency that wants an active user, one that wants an admin and
#   depends on the first, and one for the quota: accounts.quota_of(user).
#   However many of them a route uses, accounts.find_user is asked once per request.
# endregion


# region 4.4
# TODO 4.4: A class as a dependency
#   class Pagination   skip (0 or more; 0 when it is not sent) and limit (1 to 100;
#                      10 when it is not sent), both from the query; anything else
#                      is refused with 422
#   GET /models        a page of catalog.all_models(): limit records after the first
#                      skip, as a list
#   GET /artifacts     the same of catalog.all_artifacts()
# endregion


# region 4.5
# TODO 4.5: An async database session. Engine and table: see database.py.
#   A dependency gives each request an AsyncSession of its own on database.engine and
#   closes it, whatever happens.
#   POST /members          JSON body: email, name. Adds a database.MemberRow, awaits
#                          database.tell_the_team(email), and commits before the
#                          client is told. Answer: 201 and id, email, name
#                          If telling the team fails, the row must not stay.
#                          An email that is there already: 409. Only the unique
#                          column can tell for sure: catch its IntegrityError.
#   GET /members?name=…    the members with exactly this name, a list of id, email,
#                          name, oldest first. A name may have any letters: O'Neil.
# endregion


# region 4.6
# TODO 4.6: Overrides
#   get_prices   a dependency, with exactly this name: what pricing.fetch_prices()
#                gives, asked anew for each request
#   GET /quote?plan=team&seats=3   {"total": …}: the seats times the plan's price;
#                404 for a plan that is not in the list
#   A test swaps get_prices by app.dependency_overrides. Then nobody may ask the real
#   price list.
# endregion
