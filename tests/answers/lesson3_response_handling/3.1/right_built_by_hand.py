# region 3.1
class Base(BaseModel):
    email: str
    name: str


class Public(Base):
    id: int


def public(user):
    return Public(id=user.id, email=user.email, name=user.name)


@app.get("/users")
def list_users() -> list[Public]:
    return [public(u) for u in store.all_users()]


@app.get("/users/{user_id}")
def get_user(user_id: int) -> Public:
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return public(user)
# endregion
