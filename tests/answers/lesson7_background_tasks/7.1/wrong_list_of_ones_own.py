# says: mail.send() was not called.
# from: https://github.com/fastapi/fastapi/issues/59 (a BackgroundTasks made by hand and given to nobody never runs)
# region 7.1
@app.post("/register", status_code=201)
def register(account: AccountCreate) -> dict[str, Any]:
    record = accounts.add(account.email, account.name)
    if record is None:
        raise HTTPException(409, "This email is taken.")
    tasks = BackgroundTasks()
    tasks.add_task(mail.send, account.email)
    return record
# endregion
