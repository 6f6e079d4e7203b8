# says: A 401 must say how to sign in, in a header.
# from: https://github.com/fastapi/fastapi/pull/13786
# region 4.2
async def get_current_user(
    authorization: Annotated[str | None, Header()] = None,
) -> accounts.User:
    scheme, _, token = (authorization or "").partition(" ")
    user = await accounts.find_user(token) if scheme.lower() == "bearer" else None
    if user is None:
        raise HTTPException(status_code=401, detail="Please sign in.")
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user.name, "email": user.email}
# endregion
