# says: Your code raised a ValueError.
# from: https://github.com/rommapp/romm/issues/3488
# region 4.2
async def get_current_user(
    authorization: Annotated[str | None, Header()] = None,
) -> accounts.User:
    if authorization is None:
        raise HTTPException(401, "Please sign in.", {"WWW-Authenticate": "Bearer"})
    scheme, token = authorization.split(" ")
    user = await accounts.find_user(token) if scheme.lower() == "bearer" else None
    if user is None:
        raise HTTPException(401, "Please sign in.", {"WWW-Authenticate": "Bearer"})
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user.name, "email": user.email}
# endregion
