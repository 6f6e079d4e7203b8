# says: The answer lacks the field `body.id`.
# from: https://fastapi.tiangolo.com/tutorial/security/first-steps/ (its first example)
# region 5.4
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="auth/login")
# endregion
# region 5.4
@app.get("/me")
def me(token: Annotated[str, Depends(oauth2_scheme)]) -> dict[str, str]:
    return {"token": token}
# endregion
