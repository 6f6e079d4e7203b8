# says: A PATCH of `email` was refused: your app also asks for `password`.
# from: https://github.com/fastapi/fastapi/issues/125
# region 2.3
class User(BaseModel):
    email: EmailStr
    password: str = Field(min_length=8)
    name: str = Field(min_length=1, max_length=100)


def public(user):
    return {"id": user["id"], "email": user["email"], "name": user["name"]}


@app.post("/users")
def create_user(user: User):
    return public(store.add_user(user.model_dump()))


@app.patch("/users/{user_id}")
def update_user(user_id: int, changes: User):
    user = store.change_user(user_id, changes.model_dump(exclude_unset=True))
    if user is None:
        raise HTTPException(status_code=404)
    return public(user)
# endregion
