# says: The client has to wait for mail.send().
# from: https://github.com/fastapi/fastapi/issues/404 (async taken for "in the background")
# region 7.1
async def welcome(email: str) -> None:
    mail.send(email)


@app.post("/register", status_code=201)
async def register(account: AccountCreate) -> dict[str, Any]:
    record = accounts.add(account.email, account.name)
    if record is None:
        raise HTTPException(409, "This email is taken.")
    await welcome(account.email)
    return record
# endregion
