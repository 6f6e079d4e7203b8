# what: waits for something that never happens
# steps: 1.4
# step: 1.4 timeout
# says: GET /stats gave no answer.
# solved: 1.1
import asyncio


@app.get("/stats")
async def stats():
    await asyncio.Event().wait()  # HERE
