# says: get_current_user() returned a dict for a good token.
# from: a mistake that learners make: the claims are returned in place of the user
# also: 5.4
# region 5.3
def create_access_token(user_id: int) -> str:
    now = datetime.now(UTC)
    claims = {
        "sub": str(user_id),
        "iat": now,
        "exp": now + timedelta(minutes=settings.token_minutes),
    }
    return jwt.encode(claims, settings.secret_key.get_secret_value(), algorithm="HS256")


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
    return claims
# endregion
