# says: A user's password hash goes out: your response model has it.
# from: https://fastapi.tiangolo.com/tutorial/response-model/#return-the-same-input-data (warns of it)
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str
    password_hash: str


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
