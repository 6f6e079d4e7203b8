# says: GET /users does not give every user.
# from: https://github.com/fastapi/fastapi/issues/800 (a wrapper around the data)
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users")
def list_users():
    return {"users": [UserOut.model_validate(u, from_attributes=True) for u in store.all_users()]}


@app.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int):
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
