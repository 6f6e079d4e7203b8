# says: We sent `email` in the JSON body; your app looks for it in a form.
# from: https://github.com/fastapi/full-stack-fastapi-template/issues/431 (the same mix-up, seen from the client)
# region 2.3
@app.post("/users")
def create_user(
    email: Annotated[EmailStr, Form()],
    password: Annotated[str, Form(min_length=8)],
    name: Annotated[str, Form(min_length=1, max_length=100)],
):
    user = store.add_user({"email": email, "password": password, "name": name})
    return {"id": user["id"], "email": email, "name": name}
# endregion
