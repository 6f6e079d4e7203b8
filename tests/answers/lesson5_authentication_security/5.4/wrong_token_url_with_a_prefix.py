# says: The docs send the password to /api/v1/auth/login, where no login is.
# from: https://github.com/whythawk/full-stack-fastapi-postgresql/issues/25
# region 5.4
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="/api/v1/auth/login")
# endregion
# region 5.4
@app.get("/me", response_model=UserOut)
def me(user: CurrentUser) -> store.User:
    return user
# endregion
