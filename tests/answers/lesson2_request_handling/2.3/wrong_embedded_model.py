# says: Your app looks for the fields inside of an object called `user`.
# from: https://fastapi.tiangolo.com/tutorial/body-multiple-params/#embed-a-single-body-parameter
# region 2.3
from fastapi import Body


class UserCreate(BaseModel):
    email: EmailStr
    password: str = Field(min_length=8)
    name: str = Field(min_length=1, max_length=100)


@app.post("/users")
def create_user(user: Annotated[UserCreate, Body(embed=True)]):
    kept = store.add_user(user.model_dump())
    return {"id": kept["id"], "email": kept["email"], "name": kept["name"]}
# endregion
