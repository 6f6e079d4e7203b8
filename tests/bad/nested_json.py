# what: an answer that json can read, and that is too deep to be walked over
# steps: 1.4
# step: 1.4 failed
# says: The answer is not the JSON that was asked for.
# solved: 1.1
from fastapi import Response


@app.get("/stats")
async def stats():
    return Response("[" * 600 + "]" * 600, media_type="application/json")
