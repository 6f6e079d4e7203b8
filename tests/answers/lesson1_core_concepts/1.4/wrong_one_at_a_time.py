# says: Not every request can wait for the service at the same time.
# from: a lock around a call, taken over from code with threads
# region 1.4
import asyncio

lock = asyncio.Lock()


@app.get("/stats")
async def stats():
    async with lock:
        return {"downloads": await services.count_downloads()}
# endregion
