# says: A user's password hash goes out: your response model has it.
# from: https://fastapi.tiangolo.com/tutorial/response-model/#response_model_include-and-response_model_exclude (which warns of the parameter)
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str
    password_hash: str


@app.get("/users", response_model=list[UserOut], response_model_exclude={"password_hash"})
def list_users():
    return store.all_users()


@app.get("/users/{user_id}", response_model=UserOut, response_model_exclude={"password_hash"})
def get_user(user_id: int):
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
