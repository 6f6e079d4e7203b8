# says: accounts.find_user was given the whole credentials, and not the token in them.
# from: HTTPBearer gives an object, where a token by hand was a text
# also: 4.3
# region 4.2
bearer = HTTPBearer()


async def get_current_user(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
) -> accounts.User:
    user = await accounts.find_user(credentials)
    if user is None:
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED,
            "Please sign in.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user.name, "email": user.email}
# endregion
