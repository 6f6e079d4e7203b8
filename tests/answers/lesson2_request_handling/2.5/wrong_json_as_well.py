# says: JSON was accepted where a form was asked for.
# from: an endpoint made to please both kinds of client, after https://github.com/fastapi/full-stack-fastapi-template/issues/431
# region 2.5
from fastapi import Request


@app.post("/login")
async def login(request: Request):
    if request.headers.get("content-type") == "application/json":
        fields = await request.json()
    else:
        fields = await request.form()
    if not fields.get("username") or not fields.get("password"):
        raise HTTPException(status_code=422)
    user = store.sign_in(fields["username"], fields["password"])
    if user is None:
        raise HTTPException(status_code=401)
    return {"user_id": user["id"]}
# endregion
