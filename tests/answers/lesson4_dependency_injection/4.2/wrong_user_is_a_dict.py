# says: Your code raised a TypeError.
# from: a habit from lesson 1, whose records are dicts
# region 4.2
bearer = HTTPBearer()


async def get_current_user(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
) -> accounts.User:
    user = await accounts.find_user(credentials.credentials)
    if user is None:
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED,
            "Please sign in.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user["name"], "email": user["email"]}
# endregion
