# The two form fields by hand.
# region 5.2
from fastapi import Form

HASH_OF_NOBODY = hash_password("nobody has this password")


@app.post("/auth/login")
def login(username: Annotated[str, Form()], password: Annotated[str, Form()]) -> dict[str, str]:
    user = store.find_by_email(username)
    known_hash = user.password_hash if user else HASH_OF_NOBODY
    matches = verify_password(password, known_hash)
    if user is None or not matches:
        raise HTTPException(
            status_code=401,
            detail="Email or password is wrong.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return {"access_token": create_access_token(user.id), "token_type": "bearer"}
# endregion
