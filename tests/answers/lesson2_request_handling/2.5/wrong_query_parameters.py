# says: We sent `username` in the form; your app looks for it in the query.
# from: https://github.com/fastapi/fastapi/issues/895
# region 2.5
@app.post("/login")
def login(username: str, password: str):
    user = store.sign_in(username, password)
    if user is None:
        raise HTTPException(status_code=401)
    return {"user_id": user["id"]}
# endregion
