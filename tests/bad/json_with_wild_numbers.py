# what: NaN, infinity and numbers too large, which are no JSON
# steps: 1.4
# step: 1.4 failed
# says: The answer is not the JSON that was asked for.
# solved: 1.1
from fastapi import Response


@app.get("/stats")
async def stats():
    return Response('{"downloads": NaN, "a": -Infinity, "b": 1e999}')
