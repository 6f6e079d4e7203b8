# says: The token is not signed with the secret key of the settings.
# from: https://github.com/fastapi/fastapi/pull/13762
# also: 5.4
# region 5.3
SECRET_KEY = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"


def create_access_token(user_id: int) -> str:
    now = datetime.now(UTC)
    claims = {
        "sub": str(user_id),
        "iat": now,
        "exp": now + timedelta(minutes=settings.token_minutes),
    }
    return jwt.encode(claims, SECRET_KEY, algorithm="HS256")


def get_current_user(token: Annotated[str, Depends(oauth2_scheme)]) -> store.User:
    try:
        claims = jwt.decode(
            token,
            SECRET_KEY,
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
