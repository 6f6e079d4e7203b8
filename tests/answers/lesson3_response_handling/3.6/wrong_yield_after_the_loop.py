# says: Lines wait in your app until later rows are made.
# from: https://github.com/fastapi/fastapi/issues/1277 (a generator of one piece)
# region 3.6
async def lines():
    text = exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        text += exports.csv_line(row)
    yield text


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
# region 3.6
# endregion
