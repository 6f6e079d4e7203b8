# says: mail.send() was not called: your task raised a TypeError.
# from: a learner's try: the value is handed over by a name that mail.send() does not have
# region 7.1
@app.post("/register", status_code=201)
def register(account: AccountCreate, tasks: BackgroundTasks) -> dict[str, Any]:
    record = accounts.add(account.email, account.name)
    if record is None:
        raise HTTPException(409, "This email is taken.")
    tasks.add_task(mail.send, email=account.email)
    return record
# endregion
