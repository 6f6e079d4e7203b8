# what: a thousand headers
# steps: 1.4
# step: 1.4 failed
# says: The answer's headers are too long.
# solved: 1.1
from fastapi import Response


@app.get("/stats")
async def stats():
    return Response("{}", headers={f"x-{n}": "x" for n in range(1000)})
