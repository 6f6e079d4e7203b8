# says: The 401 does not say how to log in.
# from: seen when playing the lesson: copied from HTTPBasic
# region 5.2
HASH_OF_NOBODY = hash_password("nobody has this password")


@app.post("/auth/login")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    user = store.find_by_email(form.username)
    spare = HASH_OF_NOBODY
    right = verify_password(form.password, user.password_hash if user else spare)
    if user is None or not right:
        raise HTTPException(
            status_code=401,
            detail="Email or password is wrong.",
            headers={"WWW-Authenticate": "Basic"},
        )
    return {"access_token": create_access_token(user.id), "token_type": "bearer"}
# endregion
