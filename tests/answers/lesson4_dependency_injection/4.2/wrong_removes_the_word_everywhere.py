# says: The header `Authorization: Bearer Bearer <token>` was not answered with 401.
# from: the guide's own text: .replace("Bearer ", "")
# region 4.2
import re


async def get_current_user(
    authorization: Annotated[str | None, Header()] = None,
) -> accounts.User:
    token = re.sub("bearer ", "", authorization or "", flags=re.IGNORECASE)
    user = await accounts.find_user(token)
    if user is None:
        raise HTTPException(401, "Please sign in.", {"WWW-Authenticate": "Bearer"})
    return user


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]) -> dict[str, str]:
    return {"name": user.name, "email": user.email}
# endregion
