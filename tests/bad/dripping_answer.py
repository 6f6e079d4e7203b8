# what: an answer that comes one byte at a time, and never ends
# steps: 1.4
# step: 1.4 timeout
# says: GET /stats gave no answer.
# solved: 1.1
import asyncio

from fastapi.responses import StreamingResponse


async def drip():
    while True:
        yield b"x"
        await asyncio.sleep(0.05)


@app.get("/stats")  # HERE
async def stats():
    return StreamingResponse(drip())
