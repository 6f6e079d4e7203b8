"""The database of the accounts: one engine, and a session for each request."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from . import tables
from .config import settings

engine = create_async_engine(settings.database_url)
tables.made_in(engine)
new_session = async_sessionmaker(engine, expire_on_commit=False)
"""Complete: new_session() makes an AsyncSession."""


# region 8.6
#| # TODO 8.6: Capstone, part 1 of 4: the session
#| #   get_session   a dependency that gives each request a session of its own, made by
#| #                 new_session(), and closes it afterwards, also after an error
#| #   Routes get it, and current_user, by injection: a test can swap them through
#| #   app.dependency_overrides.
#|? The dependency opens and closes the session, so a route can neither forget that nor share
#|? its session with another request.
async def get_session() -> AsyncIterator[AsyncSession]:
    async with new_session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]
# endregion
