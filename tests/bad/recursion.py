# what: a function that calls itself without an end
# steps: 1.4
# step: 1.4 failed
# says: Your code raised a RecursionError.
# next: a function calls itself without an end
# solved: 1.1
def deeper(n):
    return deeper(n + 1)  # HERE


@app.get("/stats")
async def stats():
    return deeper(0)
