# says: The docs of GET /users/{user_id} show a password_hash to everybody.
# from: https://fastapi.tiangolo.com/tutorial/response-model/#response_model_include-and-response_model_exclude (warns of it)
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str
    password_hash: str


@app.get("/users", response_model=list[UserOut], response_model_exclude={"__all__": {"password_hash"}})
def list_users():
    return store.all_users()


@app.get("/users/{user_id}", response_model=UserOut, response_model_exclude={"password_hash"})
def get_user(user_id: int):
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
