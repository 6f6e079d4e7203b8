# what: promises a long answer and sends a short one
# steps: 1.4
# step: 1.4 failed
# says: Your code raised a RuntimeError after the answer had begun.
# next: content-length
# solved: 1.1
from fastapi.responses import StreamingResponse


async def short():
    yield b"x"


@app.get("/stats")  # HERE
async def stats():
    return StreamingResponse(short(), headers={"content-length": "100"})
