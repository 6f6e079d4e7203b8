# says: The answer is not right at `body.downloads`.
# from: the number that the service gave once, written into the code
# region 1.4
@app.get("/stats")
async def stats():
    return {"downloads": 12_345}
# endregion
