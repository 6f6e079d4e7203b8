"""Who is asking: tokens, and the account that a token belongs to."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt

from . import config, database, tables


# region 8.6
# TODO 8.6: Capstone. Part 3 of 4, the tokens
#   A token is a JWT, signed with HS256 and config.secret_key(): `sub` is the account's
#   id as text, `exp` is config.settings.token_minutes from now.
#   current_user   a dependency that gives the account whose token came as a bearer.
#                  401 with the header WWW-Authenticate: Bearer when there is no token,
#                  or it is expired or changed or has no `exp`, or its account is gone
#   The OpenAPI document names /api/v1/users/token as the place to get one.
# endregion
