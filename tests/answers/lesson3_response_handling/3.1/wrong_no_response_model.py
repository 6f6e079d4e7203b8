# says: A user's password hash goes out: GET /users/{user_id} has no response model.
# from: the guide's own text, which returns database rows as they are
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users")
def list_users():
    return store.all_users()


@app.get("/users/{user_id}")
def get_user(user_id: int):
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
