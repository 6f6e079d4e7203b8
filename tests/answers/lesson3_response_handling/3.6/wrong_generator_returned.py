# says: Your code raised a ValueError.
# from: https://github.com/Amm1rr/WebAI-to-API/issues/11
# region 3.6
@app.get("/models/export")
async def export():
    return exports.rows()
# endregion
# region 3.6
# endregion
