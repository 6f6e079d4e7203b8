# says: Your code raised an AttributeError.
# from: https://github.com/fastapi/fastapi/issues/10177 (auto_error=False, without asking for None)
# region 4.2
bearer = HTTPBearer(auto_error=False)


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
    return {"name": user.name, "email": user.email}
# endregion
