# region 4.2
from fastapi.security import OAuth2PasswordBearer

scheme = OAuth2PasswordBearer(tokenUrl="token")


async def get_current_user(token: Annotated[str, Depends(scheme)]) -> accounts.User:
    if user := await accounts.find_user(token):
        return user
    raise HTTPException(401, "No.", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


@app.get("/me")
async def me(user: Annotated[accounts.User, Depends(get_current_user)]):
    return dict(name=user.name, email=user.email)
# endregion
