# says: Your code raised a PydanticSerializationError.
# from: https://github.com/fastapi/fastapi/pull/1436 (a return type is a response model; Any is none)
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users")
def list_users() -> list[Any]:
    return store.all_users()


@app.get("/users/{user_id}")
def get_user(user_id: int) -> Any:
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
