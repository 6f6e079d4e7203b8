# says: FastAPI cannot read or write a type that this route declares: `list[User]`.
# from: https://fastapi.tiangolo.com/tutorial/response-model/#invalid-return-type-annotations (warns of it)
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users")
def list_users() -> list[store.User]:
    return store.all_users()


@app.get("/users/{user_id}")
def get_user(user_id: int) -> store.User:
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
