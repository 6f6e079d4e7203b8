# says: GET /me gives the hash of the password away.
# from: the guide's own text
# region 5.4
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="auth/login")
# endregion
# region 5.4
@app.get("/me")
def me(user: CurrentUser) -> store.User:
    return user
# endregion
