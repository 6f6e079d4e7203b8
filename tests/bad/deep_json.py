# what: an answer of brackets, a hundred thousand deep
# steps: 1.4
# step: 1.4 failed
# says: The answer is not the JSON that was asked for.
# solved: 1.1
from fastapi import Response


@app.get("/stats")
async def stats():
    return Response("[" * 100_000 + "]" * 100_000, media_type="application/json")
