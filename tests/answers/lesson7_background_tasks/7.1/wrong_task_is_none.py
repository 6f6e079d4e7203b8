# says: mail.send() was not called: your task raised a TypeError.
# from: a helper that returns nothing, called where it is handed over
# region 7.1
def welcome(address: str) -> None:
    """Would send the mail."""


@app.post("/register", status_code=201)
def register(account: AccountCreate, tasks: BackgroundTasks) -> dict[str, Any]:
    record = accounts.add(account.email, account.name)
    if record is None:
        raise HTTPException(409, "This email is taken.")
    tasks.add_task(welcome(account.email))
    return record
# endregion
