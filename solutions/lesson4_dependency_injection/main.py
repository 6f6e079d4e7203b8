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
#| # TODO 4.1: A resource with clean-up
#| #   GET /models/{model_id}   the model, from resources.fetch_model(connection, …);
#| #                            404 when it gives None
#| #   Write a dependency that opens a connection (resources.open_connection) and, when
#| #   the request is over, closes it (resources.close_connection). One connection for
#| #   each request, closed once, also when the route raises.
#|? What stands in `finally` after the `yield` runs however the request ends, so no route can
#|? forget to close.
async def get_connection() -> AsyncIterator[resources.Connection]:
    connection = await resources.open_connection()
    try:
        yield connection
    finally:
        await resources.close_connection(connection)


@app.get("/models/{model_id}")
async def get_model(
    model_id: int, connection: Annotated[resources.Connection, Depends(get_connection)]
) -> dict[str, Any]:
    model = await resources.fetch_model(connection, model_id)
    if model is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such model.")
    return model


# endregion


# region 4.2
#| # TODO 4.2: The current user
#| #   GET /me   {"name": …, "email": …} of the user who asks, by Depends on the
#| #             function below
#| #   A client sends   Authorization: Bearer <token>   and accounts.find_user(token)
#| #   knows whose token it is. "bearer" counts too, in small or large letters.
#| #   In every other case the answer is 401 with the header
#| #   WWW-Authenticate: Bearer. The function below is good to those who send all that
#| #   is needed. Make it right for everybody else.
#| async def get_current_user(authorization: Annotated[str, Header()]) -> accounts.User:
#|     user = await accounts.find_user(authorization.replace("Bearer ", ""))
#|     if user is None:
#|         raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Please sign in.")
#|     return user
#|? HTTPBearer already reads the header and answers 401 when it does not fit, so one question is
#|? left: whose token is it?
bearer = HTTPBearer()


async def get_current_user(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
) -> accounts.User:
    user = await accounts.find_user(credentials.credentials)
    if user is None:
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED,
            "Please sign in.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user.name, "email": user.email}


# endregion


# region 4.3
#| # TODO 4.3: Dependencies on dependencies. Build on get_current_user.
#| #   GET /dashboard   {"name": …, "quota": …} for active users
#| #   GET /admin       {"admin": name} for active users who are admins
#| #   Whoever may not: 403. Whoever has no good token: still 401.
#| #   Write one dependency that wants an active user, one that wants an admin and
#| #   depends on the first, and one for the quota: accounts.quota_of(user).
#| #   However many of them a route uses, accounts.find_user is asked once per request.
#|? Each dependency asks one question and builds on the one before it, and FastAPI keeps every
#|? answer for the rest of the request.
CurrentUser = Annotated[accounts.User, Depends(get_current_user)]


async def get_active_user(user: CurrentUser) -> accounts.User:
    if not user.is_active:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "This account is switched off.")
    return user


ActiveUser = Annotated[accounts.User, Depends(get_active_user)]


async def get_admin(user: ActiveUser) -> accounts.User:
    if not user.is_admin:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "This is for admins.")
    return user


async def get_quota(user: ActiveUser) -> int:
    return accounts.quota_of(user)


@app.get("/dashboard")
async def dashboard(
    user: ActiveUser, quota: Annotated[int, Depends(get_quota)]
) -> dict[str, str | int]:
    return {"name": user.name, "quota": quota}


@app.get("/admin")
async def admin(user: Annotated[accounts.User, Depends(get_admin)]) -> dict[str, str]:
    return {"admin": user.name}


# endregion


# region 4.4
#| # TODO 4.4: A class as a dependency
#| #   class Pagination   skip (0 or more; 0 when it is not sent) and limit (1 to 100;
#| #                      10 when it is not sent), both from the query; anything else
#| #                      is refused with 422
#| #   GET /models        a page of catalog.all_models(): limit records after the first
#| #                      skip, as a list
#| #   GET /artifacts     the same of catalog.all_artifacts()
#|? A class as a dependency gets its parameters from the query, so both routes share the rules
#|? and the slicing.
class Pagination:
    def __init__(
        self,
        skip: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> None:
        self.skip = skip
        self.limit = limit

    def page(self, records: list[catalog.Record]) -> list[catalog.Record]:
        return records[self.skip : self.skip + self.limit]


Page = Annotated[Pagination, Depends()]


@app.get("/models")
def list_models(pagination: Page) -> list[catalog.Record]:
    return pagination.page(catalog.all_models())


@app.get("/artifacts")
def list_artifacts(pagination: Page) -> list[catalog.Record]:
    return pagination.page(catalog.all_artifacts())


# endregion


# region 4.5
#| # TODO 4.5: An async database session. Engine and table: see database.py.
#| #   A dependency gives each request an AsyncSession of its own on database.engine and
#| #   closes it, whatever happens.
#| #   POST /members          JSON body: email, name. Adds a database.MemberRow, awaits
#| #                          database.tell_the_team(email), and commits before the
#| #                          client is told. Answer: 201 and id, email, name
#| #                          If telling the team fails, the row must not stay.
#| #                          An email that is there already: 409. Only the unique
#| #                          column can tell for sure: catch its IntegrityError.
#| #   GET /members?name=…    the members with exactly this name, a list of id, email,
#| #                          name, oldest first. A name may have any letters: O'Neil.
#|? The commit stands in the route, before the answer, and the unique column decides about a
#|? taken email, because looking first leaves a gap between two requests.
new_session = async_sessionmaker(database.engine, expire_on_commit=False)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with new_session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class MemberCreate(BaseModel):
    email: str
    name: str


class Member(MemberCreate):
    id: int


@app.post("/members", status_code=status.HTTP_201_CREATED, response_model=Member)
async def create_member(member: MemberCreate, session: Session) -> database.MemberRow:
    row = database.MemberRow(email=member.email, name=member.name)
    session.add(row)
    try:
        await session.flush()
        await database.tell_the_team(row.email)
        await session.commit()
    except IntegrityError:
        raise HTTPException(status.HTTP_409_CONFLICT, "This email is taken.") from None
    return row


@app.get("/members", response_model=list[Member])
async def find_members(name: str, session: Session) -> list[database.MemberRow]:
    query = select(database.MemberRow).where(database.MemberRow.name == name)
    return list(await session.scalars(query.order_by(database.MemberRow.id)))


# endregion


# region 4.6
#| # TODO 4.6: Overrides
#| #   get_prices   a dependency, with exactly this name: what pricing.fetch_prices()
#| #                gives, asked anew for each request
#| #   GET /quote?plan=team&seats=3   {"total": …}: the seats times the plan's price;
#| #                404 for a plan that is not in the list
#| #   A test swaps get_prices by app.dependency_overrides. Then nobody may ask the real
#| #   price list.
#|? The route asks for its prices only through Depends, and that is the one place where a test
#|? can put another function.
async def get_prices() -> dict[str, int]:
    return await pricing.fetch_prices()


@app.get("/quote")
async def quote(
    plan: str,
    seats: Annotated[int, Query(ge=1)],
    prices: Annotated[dict[str, int], Depends(get_prices)],
) -> dict[str, int]:
    if plan not in prices:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such plan.")
    return {"total": seats * prices[plan]}


# endregion
