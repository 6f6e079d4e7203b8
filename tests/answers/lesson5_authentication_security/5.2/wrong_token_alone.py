# says: The answer is not what was asked for.
# from: https://fastapi.tiangolo.com/tutorial/security/simple-oauth2/ (it asks for the JSON object)
# region 5.2
HASH_OF_NOBODY = hash_password("nobody has this password")


@app.post("/auth/login")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> str:
    user = store.find_by_email(form.username)
    known_hash = user.password_hash if user else HASH_OF_NOBODY
    matches = verify_password(form.password, known_hash)
    if user is None or not matches:
        raise HTTPException(
            status_code=401,
            detail="Email or password is wrong.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return create_access_token(user.id)
# endregion
