# says: A token signed with HS384 was not refused with 401.
# from: seen when playing the lesson: a list of algorithms to be on the safe side
# region 5.3
import time

ALGORITHM = "HS256"


def create_access_token(user_id: int) -> str:
    now = int(time.time())
    payload = dict(sub=f"{user_id}", iat=now, nbf=now, exp=now + 60 * settings.token_minutes)
    return jwt.encode(payload, settings.secret_key.get_secret_value(), ALGORITHM)


async def get_current_user(token: str = Depends(oauth2_scheme)) -> store.User:
    refused = HTTPException(401, "No.", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    try:
        payload = jwt.decode(token, settings.secret_key.get_secret_value(), ["HS256", "HS384"])
    except JWTError:
        raise refused
    sub = payload.get("sub")
    if "exp" not in payload or not sub or not sub.isdigit():
        raise refused
    user = store.get(int(sub))
    if not user:
        raise refused
    return user
# endregion
