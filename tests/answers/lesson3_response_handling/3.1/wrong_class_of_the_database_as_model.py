# says: FastAPI cannot read or write a type that this route declares: `list[User]`.
# from: https://github.com/fastapi/fastapi/issues/4
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users", response_model=list[store.User])
def list_users():
    return store.all_users()


@app.get("/users/{user_id}", response_model=store.User)
def get_user(user_id: int):
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
