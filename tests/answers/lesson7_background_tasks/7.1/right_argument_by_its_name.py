# region 7.1
@app.post("/register", status_code=201)
def register(account: AccountCreate, tasks: BackgroundTasks) -> dict[str, Any]:
    record = accounts.add(account.email, account.name)
    if record is None:
        raise HTTPException(409, "This email is taken.")
    tasks.add_task(mail.send, address=account.email)
    return record
# endregion
