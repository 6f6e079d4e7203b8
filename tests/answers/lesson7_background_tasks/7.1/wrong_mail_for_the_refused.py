# says: A registration that was refused got a mail.
# from: https://github.com/fastapi/fastapi/issues/1270 (a response is returned instead of raised, so that the task runs)
# region 7.1
from fastapi.responses import JSONResponse


@app.post("/register", status_code=201)
def register(account: AccountCreate, tasks: BackgroundTasks):
    tasks.add_task(mail.send, account.email)
    record = accounts.add(account.email, account.name)
    if record is None:
        return JSONResponse({"detail": "This email is taken."}, 409)
    return record
# endregion
