# says: We sent `email` in the JSON body; your app looks for it in the query.
# from: https://github.com/fastapi/fastapi/issues/984
# region 2.3
@app.post("/users")
def create_user(email: EmailStr, password: str, name: str):
    user = store.add_user({"email": email, "password": password, "name": name})
    return {"id": user["id"], "email": email, "name": name}
# endregion
