# says: An email and a password that do not fit did not get a 401.
# from: the None of a failed look-up used as if it were a user
# region 2.5
@app.post("/login")
def login(username: Annotated[str, Form()], password: Annotated[str, Form()]):
    user = store.sign_in(username, password) or {"id": None}
    return {"user_id": user["id"]}
# endregion
