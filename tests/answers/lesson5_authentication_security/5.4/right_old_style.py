# Default-value style, another name for the scheme, a dict.
# region 5.4
oauth2_scheme = OAuth2PasswordBearer(scheme_name="login", tokenUrl="./auth/login", scopes={})
# endregion
# region 5.4
@app.get("/me")
def read_me(current: store.User = Depends(get_current_user)):
    return {"id": current.id, "email": current.email, "name": current.name}
# endregion
