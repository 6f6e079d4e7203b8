# what: asyncio.run in an async handler
# steps: 1.4
# step: 1.4 failed
# says: Your code raised a RuntimeError.
# next: `await`
# solved: 1.1
import asyncio


@app.get("/stats")
async def stats():
    return {"downloads": asyncio.run(services.count_downloads())}  # HERE
