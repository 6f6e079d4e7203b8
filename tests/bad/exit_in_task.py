# what: SystemExit in a task of its own, which ends the event loop
# steps: 1.4
# step: 1.4 failed
# says: Your
# solved: 1.1
import asyncio


async def leave():
    raise SystemExit(0)


@app.get("/stats")
async def stats():
    app.state.task = asyncio.create_task(leave())
    await asyncio.sleep(5)
