# region 4.3
class Needs:
    def __init__(self, admin: bool = False) -> None:
        self.admin = admin

    async def __call__(
        self, user: Annotated[accounts.User, Depends(get_current_user)]
    ) -> accounts.User:
        if not user.is_active or (self.admin and not user.is_admin):
            raise HTTPException(status.HTTP_403_FORBIDDEN, "You may not.")
        return user


async def get_quota(user: Annotated[accounts.User, Depends(Needs())]) -> int:
    return accounts.quota_of(user)


@app.get("/dashboard", dependencies=[Depends(Needs())])
async def dashboard(
    user: Annotated[accounts.User, Depends(get_current_user)],
    quota: Annotated[int, Depends(get_quota)],
) -> dict[str, Any]:
    return {"name": user.name, "quota": quota}


@app.get("/admin", dependencies=[Depends(Needs(admin=True))])
async def admin(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"admin": user.name}
# endregion
