# says: For an unknown email, a text is verified that is no hash.
# from: seen with passlib 1.7.4: an empty text is no hash to it
# region 5.2
HASH_OF_NOBODY = hash_password("nobody has this password")


@app.post("/auth/login")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    user = store.find_by_email(form.username)
    known_hash = user.password_hash if user else ""
    matches = verify_password(form.password, known_hash)
    if user is None or not matches:
        raise HTTPException(
            status_code=401,
            detail="Email or password is wrong.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return {"access_token": create_access_token(user.id), "token_type": "bearer"}
# endregion
