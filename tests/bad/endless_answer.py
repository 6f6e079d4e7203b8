# what: an answer without an end
# steps: 1.4
# step: 1.4 failed
# says: The answer has no end.
# solved: 1.1
from fastapi.responses import StreamingResponse


def forever():
    while True:
        yield b"x" * 100_000


@app.get("/stats")  # HERE
async def stats():
    return StreamingResponse(forever())
