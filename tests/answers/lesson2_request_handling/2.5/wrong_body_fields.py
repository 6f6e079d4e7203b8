# says: We sent `username` in the form; your app looks for it in a JSON body.
# from: https://fastapi.tiangolo.com/tutorial/request-forms/ (without Form, they are query or JSON parameters)
# region 2.5
from fastapi import Body


@app.post("/login")
def login(username: Annotated[str, Body()], password: Annotated[str, Body()]):
    user = store.sign_in(username, password)
    if user is None:
        raise HTTPException(status_code=401)
    return {"user_id": user["id"]}
# endregion
