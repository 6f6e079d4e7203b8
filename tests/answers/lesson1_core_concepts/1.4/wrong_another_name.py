# says: The answer lacks the field `body.downloads`.
# from: a name that reads just as well; clients look for the one that was agreed on
# region 1.4
@app.get("/stats")
async def stats():
    return {"count": await services.count_downloads()}
# endregion
