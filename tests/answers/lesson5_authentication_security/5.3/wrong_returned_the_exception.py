# says: get_current_user() returned an HTTPException where it has to refuse.
# from: a mistake that learners make: return HTTPException(…) in the dependency
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
        return HTTPException(
            status_code=401,
            detail="The token is not valid.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return user
# endregion
