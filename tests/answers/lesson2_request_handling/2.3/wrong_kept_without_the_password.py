# says: The new user was not kept as we sent it.
# from: exclude={"password"} on the way into the store and not on the way out
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
    record = store.add_user(user.model_dump(exclude={"password"}))
    return {"id": record["id"], "email": record["email"], "name": record["name"]}


@app.patch("/users/{user_id}")
def update_user(user_id: int, changes: UserUpdate):
    record = store.change_user(user_id, changes.model_dump(exclude_unset=True))
    if record is None:
        raise HTTPException(status_code=404)
    return {"id": record["id"], "email": record["email"], "name": record["name"]}
# endregion
