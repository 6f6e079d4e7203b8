# says: The answer does not say that it is CSV.
# from: https://fastapi.tiangolo.com/tutorial/stream-json-lines/ (what yield alone does)
# region 3.6
@app.get("/models/export")
async def export():
    async for row in exports.rows():
        yield row
# endregion
# region 3.6
# endregion
