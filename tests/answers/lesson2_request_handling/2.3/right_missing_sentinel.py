# region 2.3
from pydantic import MISSING, ConfigDict


class NewUser(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: EmailStr
    password: Annotated[str, Field(min_length=8)]
    name: Annotated[str, Field(min_length=1, max_length=100)]


class UserChange(BaseModel):
    email: EmailStr | MISSING = MISSING
    password: Annotated[str, Field(min_length=8)] | MISSING = MISSING
    name: Annotated[str, Field(min_length=1, max_length=100)] | MISSING = MISSING


def shown(user):
    return {key: value for key, value in user.items() if key != "password"}


@app.post("/users")
def create(body: NewUser):
    return shown(store.add_user(dict(body)))


@app.patch("/users/{user_id}")
def change(user_id: int, body: UserChange):
    user = store.change_user(user_id, body.model_dump())
    if not user:
        raise HTTPException(404)
    return shown(user)
# endregion
