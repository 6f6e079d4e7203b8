# region 3.1
class Person(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users", response_model=list[Person])
def list_users():
    return store.all_users()


@app.get("/users/{number}", response_model=Person)
def get_user(number: int):
    user = store.get_user(number)
    if user is None:
        raise HTTPException(status_code=404)
    return user
# endregion
