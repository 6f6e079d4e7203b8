# says: The user does not go out as id, email and name.
# from: https://github.com/fastapi-users/fastapi-users/issues/701 (a SecretStr for the hash)
# region 3.1
from pydantic import SecretStr


class UserOut(BaseModel):
    id: int
    email: str
    name: str
    password_hash: SecretStr


@app.get("/users", response_model=list[UserOut])
def list_users():
    return store.all_users()


@app.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int):
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
