# says: The token is not for the user who logged in.
# from: https://fastapi.tiangolo.com/tutorial/security/oauth2-jwt/ (sub is the username there)
# region 5.2
HASH_OF_NOBODY = hash_password("nobody has this password")


@app.post("/auth/login")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    user = store.find_by_email(form.username)
    known_hash = user.password_hash if user else HASH_OF_NOBODY
    matches = verify_password(form.password, known_hash)
    if user is None or not matches:
        raise HTTPException(
            status_code=401,
            detail="Email or password is wrong.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return {"access_token": create_access_token(form.username), "token_type": "bearer"}
# endregion
