# what: a header of a hundred thousand letters
# steps: 1.4
# step: 1.4 failed
# says: The answer's headers are too long.
# next: into the body
# solved: 1.1
from fastapi import Response


@app.get("/stats")  # HERE
async def stats():
    return Response("{}", headers={"x-long": "x" * 100_000})
