# says: A user's password hash goes out: GET /users has no response model.
# from: https://github.com/jalantechnologies/flask-react-template/issues/770 (the same leak, mended on one route and not on the next)
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users")
def list_users():
    return store.all_users()


@app.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int):
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
