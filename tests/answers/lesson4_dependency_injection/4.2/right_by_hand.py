# region 4.2
async def get_current_user(
    authorization: Annotated[str | None, Header()] = None,
) -> accounts.User:
    scheme, _, token = (authorization or "").partition(" ")
    user = None
    if scheme.lower() == "bearer" and token:
        user = await accounts.find_user(token)
    if user is None:
        raise HTTPException(401, "Please sign in.", {"WWW-Authenticate": "Bearer"})
    return user


@app.get("/me")
def me(user: accounts.User = Depends(get_current_user)):
    return {"name": user.name, "email": user.email}
# endregion
