# says: Your code raised a RuntimeError.
# from: Python's own words, "asyncio.run() cannot be called from a running event loop"
# region 1.4
import asyncio


@app.get("/stats")
async def stats():
    return {"downloads": asyncio.run(services.count_downloads())}
# endregion
