# says: create_access_token() returns bytes, and a token is a text.
# from: PyJWT 1 gave bytes, and its guides decode or encode the token
# region 5.3
def create_access_token(user_id: int) -> str:
    now = datetime.now(UTC)
    claims = {
        "sub": str(user_id),
        "iat": now,
        "exp": now + timedelta(minutes=settings.token_minutes),
    }
    return jwt.encode(claims, settings.secret_key.get_secret_value(), algorithm="HS256").encode()


def get_current_user(token: Annotated[str, Depends(oauth2_scheme)]) -> store.User:
    try:
        claims = jwt.decode(
            token,
            settings.secret_key.get_secret_value(),
            algorithms=["HS256"],
            options={"require_exp": True, "require_sub": True},
        )
        user = store.get(int(claims["sub"]))
    except (JWTError, ValueError):
        user = None
    if user is None:
        raise HTTPException(
            status_code=401,
            detail="The token is not valid.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return user
# endregion
