# says: The password was taken out of the store's own record, so it is lost.
# from: store.add_user gives the record itself, and no copy of it
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
    record = store.add_user(user.model_dump())
    del record["password"]
    return record


@app.patch("/users/{user_id}")
def update_user(user_id: int, changes: UserUpdate):
    record = store.change_user(user_id, changes.model_dump(exclude_unset=True))
    if record is None:
        raise HTTPException(status_code=404)
    del record["password"]
    return record
# endregion
