# says: The docs of GET /users/{user_id} do not say what a user looks like.
# from: lesson 2, whose public() this is
# region 3.1
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users")
def list_users():
    return [{"id": u.id, "email": u.email, "name": u.name} for u in store.all_users()]


@app.get("/users/{user_id}")
def get_user(user_id: int):
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404)
    return {"id": user.id, "email": user.email, "name": user.name}
# endregion
