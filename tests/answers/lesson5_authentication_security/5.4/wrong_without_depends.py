# says: Our request has no body, but your app waits for one.
# from: https://github.com/fastapi/fastapi/issues/5828 (a model taken for the body)
# region 5.4
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="auth/login")
# endregion
# region 5.4
@app.get("/me", response_model=UserOut)
def me(user: store.User) -> store.User:
    return user
# endregion
