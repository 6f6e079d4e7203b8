# region 1.4
import asyncio


@app.get("/stats")
async def stats():
    async with asyncio.TaskGroup() as group:
        task = group.create_task(services.count_downloads())
    return {"downloads": task.result()}
# endregion
