# says: Your code raised a
# from: https://fastapi.tiangolo.com/advanced/stream-data/ (return where it has yield)
# region 3.6
@app.get("/models/export")
async def export():
    return exports.rows()
# endregion
# region 3.6
# endregion
