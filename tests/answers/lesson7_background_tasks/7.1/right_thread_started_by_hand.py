# region 7.1
import asyncio

kept = set()


@app.post("/register", status_code=201)
async def register(account: AccountCreate) -> dict[str, Any]:
    record = accounts.add(account.email, account.name)
    if record is None:
        raise HTTPException(409, "This email is taken.")
    task = asyncio.create_task(asyncio.to_thread(mail.send, account.email))
    kept.add(task)
    task.add_done_callback(kept.discard)
    return record
# endregion
