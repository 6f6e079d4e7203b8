# says: An unknown email is answered with more hashing, so the time tells.
# from: seen when playing the lesson: twice the work for an unknown email
# region 5.2
@app.post("/auth/login")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    user = store.find_by_email(form.username)
    spare = "" if user else hash_password("nobody has this one")
    right = verify_password(form.password, user.password_hash if user else spare)
    if user is None or not right:
        raise HTTPException(
            status_code=401,
            detail="Email or password is wrong.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return {"access_token": create_access_token(user.id), "token_type": "bearer"}
# endregion
