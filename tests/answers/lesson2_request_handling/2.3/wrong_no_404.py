# says: Your code raised a TypeError.
# from: the None of a failed look-up used as if it were a user
# region 2.3
class UserCreate(BaseModel):
    email: EmailStr
    password: str = Field(min_length=8)
    name: str = Field(min_length=1, max_length=100)


class UserUpdate(BaseModel):
    email: EmailStr = ""
    password: str = Field("", min_length=8)
    name: str = Field("", min_length=1, max_length=100)


def public(user):
    return {"id": user["id"], "email": user["email"], "name": user["name"]}


@app.post("/users")
def create_user(user: UserCreate):
    return public(store.add_user(user.model_dump()))


@app.patch("/users/{user_id}")
def update_user(user_id: int, changes: UserUpdate):
    return public(store.change_user(user_id, changes.model_dump(exclude_unset=True)))
# endregion
