# says: While mail.send() runs, no other request is answered.
# from: https://github.com/fastapi/fastapi/issues/1313
# region 7.1
async def welcome(email: str) -> None:
    mail.send(email)


@app.post("/register", status_code=201)
async def register(account: AccountCreate, tasks: BackgroundTasks) -> dict[str, Any]:
    record = accounts.add(account.email, account.name)
    if record is None:
        raise HTTPException(409, "This email is taken.")
    tasks.add_task(welcome, account.email)
    return record
# endregion
