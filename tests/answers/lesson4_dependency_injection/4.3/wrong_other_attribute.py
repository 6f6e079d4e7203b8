# says: Your code raised an AttributeError.
# from: the field's name from memory, without the `is_` in front
# region 4.3
CurrentUser = Annotated[accounts.User, Depends(get_current_user)]


async def get_active_user(user: CurrentUser) -> accounts.User:
    if not user.active:
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
