# says: A token that nobody knows was not answered with 401.
# from: https://github.com/fastapi/fastapi/issues/10177 (403 where 401 is meant)
# also: 4.3
# region 4.2
bearer = HTTPBearer()


async def get_current_user(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
) -> accounts.User:
    user = await accounts.find_user(credentials.credentials)
    if user is None:
        raise HTTPException(
            status.HTTP_403_FORBIDDEN,
            "Please sign in.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user.name, "email": user.email}
# endregion
