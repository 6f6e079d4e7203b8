# says: There is no GET /me: your route is /me/.
# from: a mistake that learners make: the path is spelled with a slash at its end
# region 5.4
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="auth/login")
# endregion
# region 5.4
@app.get("/me/", response_model=UserOut)
def me(user: CurrentUser) -> store.User:
    return user
# endregion
