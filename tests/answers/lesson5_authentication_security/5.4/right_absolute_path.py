# A path with a slash, a return annotation, and the object made by hand.
# region 5.4
oauth2_scheme = OAuth2PasswordBearer("/auth/login", description="Log in first.")
# endregion
# region 5.4
@app.get("/me")
async def me(user: CurrentUser) -> UserOut:
    return UserOut(id=user.id, email=user.email, name=user.name)
# endregion
