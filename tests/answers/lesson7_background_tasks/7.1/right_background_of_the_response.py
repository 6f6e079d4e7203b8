# region 7.1
from fastapi.responses import JSONResponse


@app.post("/register")
def register(account: AccountCreate):
    record = accounts.add(**account.model_dump())
    if record is None:
        return JSONResponse({"detail": "This email is taken."}, status_code=409)
    task = BackgroundTask(mail.send, record["email"])
    return JSONResponse(record, status_code=201, background=task)
# endregion
