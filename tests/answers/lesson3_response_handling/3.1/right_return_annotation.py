# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users")
def list_users() -> list[UserOut]:
    return [UserOut.model_validate(u, from_attributes=True) for u in store.all_users()]


@app.get("/users/{user_id}")
def get_user(user_id: int) -> UserOut:
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return UserOut.model_validate(user, from_attributes=True)
# endregion
