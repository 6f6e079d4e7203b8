# Default-value style, a Token model, a helper, and a thread of its own.
# region 5.2
from fastapi.concurrency import run_in_threadpool


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


UNKNOWN = store.User(0, "", "", hash_password("some password or other"))


def authenticate(email: str, password: str) -> store.User | None:
    user = store.find_by_email(email) or UNKNOWN
    right = verify_password(password, user.password_hash)
    return user if right and user is not UNKNOWN else None


@app.post("/auth/login", response_model=Token)
async def login(form_data: OAuth2PasswordRequestForm = Depends()):
    user = await run_in_threadpool(authenticate, form_data.username, form_data.password)
    if not user:
        raise HTTPException(401, "No.", {"WWW-Authenticate": 'Bearer realm="hub"'})
    return Token(access_token=create_access_token(user.id))
# endregion
