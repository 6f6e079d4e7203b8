# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users", response_model=list[UserOut])
async def list_users() -> Any:
    return store.all_users()


@app.get("/users/{user_id}", response_model=UserOut)
async def get_user(user_id: int) -> Any:
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
