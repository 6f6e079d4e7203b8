# says: The password came back in the answer.
# from: https://fastapi.tiangolo.com/tutorial/response-model/#return-the-same-input-data (warns of it)
# region 2.3
class UserCreate(BaseModel):
    email: EmailStr
    password: str = Field(min_length=8)
    name: str = Field(min_length=1, max_length=100)


@app.post("/users")
def create_user(user: UserCreate):
    return store.add_user(user.model_dump())
# endregion
