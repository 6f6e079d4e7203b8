# The token out of the header, without the scheme's help; everything else is caught.
# region 5.3
from fastapi import Request


def create_access_token(user_id: int) -> str:
    made = datetime.now(UTC)
    ends = made + timedelta(seconds=settings.token_minutes * 60)
    claims = {"sub": str(user_id), "iat": made.timestamp() // 1, "exp": ends.timestamp() // 1}
    return jwt.encode(claims | {"kind": "access"}, settings.secret_key.get_secret_value())


def get_current_user(request: Request, _: str = Depends(oauth2_scheme)) -> store.User:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        claims = jwt.decode(
            token, settings.secret_key.get_secret_value(), algorithms="HS256"
        )
        assert scheme.lower() == "bearer"
        assert claims["exp"]
        user = store.get(int(claims["sub"]))
        assert user
    except Exception:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"}) from None
    return user
# endregion
