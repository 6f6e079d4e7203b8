# says: A user's password hash goes out, past your response model.
# from: https://github.com/fastapi/fastapi/issues/1712
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users", response_model=list[UserOut])
def list_users():
    return JSONResponse(jsonable_encoder(store.all_users()))


@app.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int):
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return JSONResponse(jsonable_encoder(user))
# endregion
