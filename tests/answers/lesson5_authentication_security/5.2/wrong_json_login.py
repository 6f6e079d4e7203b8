# says: We sent a form; your app reads the body as JSON.
# from: https://github.com/AOSSIE-Org/InPactAI/pull/302
# region 5.2
class Credentials(BaseModel):
    username: str
    password: str


HASH_OF_NOBODY = hash_password("nobody has this password")


@app.post("/auth/login")
def login(form: Credentials) -> dict[str, str]:
    user = store.find_by_email(form.username)
    known_hash = user.password_hash if user else HASH_OF_NOBODY
    matches = verify_password(form.password, known_hash)
    if user is None or not matches:
        raise HTTPException(
            status_code=401,
            detail="Email or password is wrong.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return {"access_token": create_access_token(user.id), "token_type": "bearer"}
# endregion
