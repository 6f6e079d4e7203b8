# says: The answer tells whether an email has an account.
# from: https://github.com/authelia/authelia/issues/949 (what such an answer gives away)
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
            detail="Wrong password." if user else "There is no such user.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return {"access_token": create_access_token(user.id), "token_type": "bearer"}
# endregion
