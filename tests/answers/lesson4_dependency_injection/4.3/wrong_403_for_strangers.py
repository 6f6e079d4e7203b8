# says: A token that nobody knows was not answered with 401 on /dashboard.
# from: https://github.com/fastapi/fastapi/issues/2026 (401 and 403 mixed up)
# region 4.3
async def known(authorization: Annotated[str, Header()] = "") -> accounts.User:
    user = await accounts.find_user(authorization.partition(" ")[2])
    if user is None:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "You may not.")
    return user


CurrentUser = Annotated[accounts.User, Depends(known)]


async def get_active_user(user: CurrentUser) -> accounts.User:
    if not user.is_active:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "This account is switched off.")
    return user


ActiveUser = Annotated[accounts.User, Depends(get_active_user)]


async def get_admin(user: ActiveUser) -> accounts.User:
    if not user.is_admin:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "This is for admins.")
    return user


async def get_quota(user: ActiveUser) -> int:
    return accounts.quota_of(user)


@app.get("/dashboard")
async def dashboard(
    user: ActiveUser, quota: Annotated[int, Depends(get_quota)]
) -> dict[str, str | int]:
    return {"name": user.name, "quota": quota}


@app.get("/admin")
async def admin(user: Annotated[accounts.User, Depends(get_admin)]) -> dict[str, str]:
    return {"admin": user.name}
# endregion
