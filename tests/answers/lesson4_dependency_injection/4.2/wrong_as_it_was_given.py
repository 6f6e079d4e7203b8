# says: `bearer` in place of `Bearer` was refused.
# from: the guide's own text
# region 4.2
async def get_current_user(authorization: Annotated[str, Header()]) -> accounts.User:
    user = await accounts.find_user(authorization.replace("Bearer ", ""))
    if user is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Please sign in.")
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user.name, "email": user.email}
# endregion
