# region 2.3
from pydantic import field_validator


class NewUser(BaseModel):
    email: EmailStr
    password: str = Field(min_length=8)
    name: str = Field(min_length=1, max_length=100)


class UserChange(BaseModel):
    email: EmailStr | None = None
    password: str | None = Field(None, min_length=8)
    name: str | None = Field(None, min_length=1, max_length=100)

    @field_validator("email", "password", "name")
    @classmethod
    def not_null(cls, value):
        if value is None:
            raise ValueError("may not be null")
        return value


class PublicUser(BaseModel):
    id: int
    email: str
    name: str


@app.post("/users", response_model=PublicUser, status_code=201)
async def create(user: NewUser):
    return store.add_user(user.model_dump())


@app.patch("/users/{user_id}", response_model=PublicUser)
async def change(user_id: int, change: UserChange):
    if store.get_user(user_id) is None:
        raise HTTPException(404)
    return store.change_user(user_id, change.model_dump(exclude_unset=True))
# endregion
