# says: Your code raised a JWSError.
# from: seen with python-jose 3.5: a SecretStr is no key to it
# also: 5.2 5.4
# region 5.3
def create_access_token(user_id: int) -> str:
    now = datetime.now(UTC)
    claims = {
        "sub": str(user_id),
        "iat": now,
        "exp": now + timedelta(minutes=settings.token_minutes),
    }
    return jwt.encode(claims, settings.secret_key, algorithm="HS256")


def get_current_user(token: Annotated[str, Depends(oauth2_scheme)]) -> store.User:
    try:
        claims = jwt.decode(
            token,
            settings.secret_key,
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
