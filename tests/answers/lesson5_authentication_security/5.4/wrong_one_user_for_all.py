# says: The answer is not right at `body.id`.
# from: a remembered answer: the first user of the store for everybody
# region 5.4
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="auth/login")
# endregion
# region 5.4
@app.get("/me", response_model=UserOut)
def me(user: CurrentUser) -> store.User:
    return next(iter(store._users.values()))
# endregion
