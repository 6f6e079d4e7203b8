# passlib's own way to spend the time of a hash.
# region 5.2
@app.post("/auth/login")
def login(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    user = store.find_by_email(form.username)
    if user is None:
        pwd_context.dummy_verify()
    if user is None or not verify_password(form.password, user.password_hash):
        raise HTTPException(
            status_code=401, detail="Wrong.", headers={"WWW-Authenticate": "Bearer"}
        )
    return {"access_token": create_access_token(user.id), "token_type": "Bearer"}
# endregion
