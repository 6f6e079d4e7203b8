# says: A request without an Authorization header was not answered with 401.
# from: the guide's own text: Header(...)
# region 4.2
async def get_current_user(authorization: Annotated[str, Header()]) -> accounts.User:
    scheme, _, token = authorization.partition(" ")
    user = await accounts.find_user(token) if scheme.lower() == "bearer" else None
    if user is None:
        raise HTTPException(401, "Please sign in.", {"WWW-Authenticate": "Bearer"})
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user.name, "email": user.email}
# endregion
