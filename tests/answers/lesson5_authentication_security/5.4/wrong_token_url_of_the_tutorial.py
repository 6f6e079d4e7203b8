# says: The docs send the password to /token, where no login is.
# from: https://github.com/fastapi/fastapi/issues/550
# region 5.4
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")
# endregion
# region 5.4
@app.get("/me", response_model=UserOut)
def me(user: CurrentUser) -> store.User:
    return user
# endregion
