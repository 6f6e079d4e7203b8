# region 2.3
from fastapi import Body


@app.post("/users")
def create(
    email: Annotated[EmailStr, Body()],
    password: Annotated[str, Body(min_length=8)],
    name: Annotated[str, Body(min_length=1, max_length=100)],
):
    user = store.add_user({"email": email, "password": password, "name": name})
    return {"id": user["id"], "email": email, "name": name}


@app.patch("/users/{user_id}")
def change(
    user_id: int,
    email: Annotated[EmailStr, Body()] = "",
    password: Annotated[str, Body(min_length=8)] = "",
    name: Annotated[str, Body(min_length=1, max_length=100)] = "",
):
    sent = {"email": email, "password": password, "name": name}
    user = store.change_user(user_id, {key: value for key, value in sent.items() if value})
    if user is None:
        raise HTTPException(status_code=404)
    return {"id": user["id"], "email": user["email"], "name": user["name"]}
# endregion
