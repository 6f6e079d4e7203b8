# says: The answer to a PATCH is not the whole user.
# from: the changes sent back as they came, instead of the record they were written to
# region 2.3
class UserCreate(BaseModel):
    email: EmailStr
    password: str = Field(min_length=8)
    name: str = Field(min_length=1, max_length=100)


class UserUpdate(BaseModel):
    email: EmailStr = ""
    password: str = Field("", min_length=8)
    name: str = Field("", min_length=1, max_length=100)


@app.post("/users")
def create_user(user: UserCreate):
    kept = store.add_user(user.model_dump())
    return {"id": kept["id"], "email": kept["email"], "name": kept["name"]}


@app.patch("/users/{user_id}")
def update_user(user_id: int, changes: UserUpdate):
    if store.get_user(user_id) is None:
        raise HTTPException(status_code=404)
    sent = changes.model_dump(exclude_unset=True)
    store.change_user(user_id, sent)
    sent.pop("password", None)
    return {"id": user_id, **sent}
# endregion
