# says: Lines wait in your app until later rows are made.
# from: https://github.com/fastapi/fastapi/issues/1277
# region 3.6
@app.get("/models/export")
async def export():
    text = exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        text += exports.csv_line(row)
    return Response(text, media_type="text/csv")
# endregion
# region 3.6
# endregion
