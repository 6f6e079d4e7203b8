# says: A PATCH of only `email` also changed `password`, which we did not send.
# from: https://github.com/lfnovo/open-notebook/pull/860
# region 2.3
class UserCreate(BaseModel):
    email: EmailStr
    password: str = Field(min_length=8)
    name: str = Field(min_length=1, max_length=100)


class UserUpdate(BaseModel):
    email: EmailStr | None = None
    password: str | None = Field(None, min_length=8)
    name: str | None = Field(None, min_length=1, max_length=100)


def public(user):
    return {"id": user["id"], "email": user["email"], "name": user["name"]}


@app.post("/users")
def create_user(user: UserCreate):
    return public(store.add_user(user.model_dump()))


@app.patch("/users/{user_id}")
def update_user(user_id: int, changes: UserUpdate):
    user = store.change_user(user_id, changes.model_dump())
    if user is None:
        raise HTTPException(status_code=404)
    return public(user)
# endregion
