# what: takes the limit away, and has C call itself without an end
# steps: 1.4
# step: 1.4 failed
# says: Your
# solved: 1.1
import json
import sys

sys.setrecursionlimit(2**31 - 1)


@app.get("/stats")
async def stats():
    nest = []
    for _ in range(200_000):
        nest = [nest]
    return json.dumps(nest, check_circular=False)
