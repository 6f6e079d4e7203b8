# says: Your code raised a ResponseValidationError.
# from: https://github.com/Sanjeev-Thiyagarajan/fastapi-course/issues/18 (what the model asks for is not there)
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users", response_model=list[UserOut])
def list_users():
    return store.all_users()


@app.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int):
    return store.get_user(user_id)
# endregion
