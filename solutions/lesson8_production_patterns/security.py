"""Who is asking: tokens, and the account that a token belongs to."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt

from . import config, database, tables


# region 8.6
#| # TODO 8.6: Capstone. Part 3 of 4, the tokens
#| #   A token is a JWT, signed with HS256 and config.secret_key(): `sub` is the account's
#| #   id as text, `exp` is config.settings.token_minutes from now.
#| #   current_user   a dependency that gives the account whose token came as a bearer.
#| #                  401 with the header WWW-Authenticate: Bearer when there is no token,
#| #                  or it is expired or changed or has no `exp`, or its account is gone
#| #   The OpenAPI document names /api/v1/users/token as the place to get one.
#|? Every reason to refuse ends in the same answer, so nobody learns from it how to make a
#|? better token.
bearer = OAuth2PasswordBearer(tokenUrl="/api/v1/users/token")


def create_token(user: tables.User) -> str:
    expires = datetime.now(UTC) + timedelta(minutes=config.settings.token_minutes)
    claims = {"sub": str(user.id), "exp": expires}
    return str(jwt.encode(claims, config.secret_key(), algorithm="HS256"))


async def current_user(
    token: Annotated[str, Depends(bearer)], session: database.Session
) -> tables.User:
    refused = HTTPException(401, "Log in first.", headers={"WWW-Authenticate": "Bearer"})
    needed = {"require_sub": True, "require_exp": True}
    try:
        claims = jwt.decode(token, config.secret_key(), ["HS256"], options=needed)
        user = await session.get(tables.User, int(claims["sub"]))
    except (JWTError, ValueError):
        raise refused from None
    if user is None:
        raise refused
    return user


CurrentUser = Annotated[tables.User, Depends(current_user)]
# endregion
