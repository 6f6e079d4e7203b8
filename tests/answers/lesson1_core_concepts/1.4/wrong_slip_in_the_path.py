# says: There is no GET /stats yet.
# from: a slip of the finger, seen by a first reader
# region 1.4
@app.get("/stat")
async def stats():
    return {"downloads": await services.count_downloads()}
# endregion
