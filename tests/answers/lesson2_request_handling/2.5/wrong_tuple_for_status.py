# says: An email and a password that do not fit did not get a 401.
# from: Flask's habit of returning (body, status); FastAPI sends it as a list with 200
# region 2.5
@app.post("/login")
def login(username: Annotated[str, Form()], password: Annotated[str, Form()]):
    user = store.sign_in(username, password)
    if user is None:
        return {"error": "wrong"}, 401
    return {"user_id": user["id"]}
# endregion
