# region 7.1
async def welcome(email: str) -> None:
    await asyncio.to_thread(mail.send, email)


@app.post("/register", status_code=201)
async def register(account: AccountCreate, background_tasks: BackgroundTasks):
    record = accounts.add(account.email, account.name)
    if not record:
        raise HTTPException(409, "This email is taken.")
    background_tasks.add_task(welcome, email=account.email)
    return record


import asyncio
# endregion
