# says: The docs do not show that GET /me needs a token.
# from: the guide's own text (a token through Header)
# region 5.4
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="auth/login")
# endregion
# region 5.4
from fastapi import Request


@app.get("/me", response_model=UserOut)
def me(request: Request) -> store.User:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    return get_current_user(token)
# endregion
