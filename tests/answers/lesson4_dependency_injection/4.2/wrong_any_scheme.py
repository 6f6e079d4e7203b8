# says: `Basic <token>` was not answered with 401.
# from: a habit: the last word is taken for the token, whatever stands before it
# region 4.2
async def get_current_user(
    authorization: Annotated[str | None, Header()] = None,
) -> accounts.User:
    token = (authorization or "").split(" ")[-1]
    user = await accounts.find_user(token)
    if user is None:
        raise HTTPException(401, "Please sign in.", {"WWW-Authenticate": "Bearer"})
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user.name, "email": user.email}
# endregion
