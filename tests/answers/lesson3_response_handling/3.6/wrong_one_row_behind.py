# says: Lines wait in your app until later rows are made.
# from: https://github.com/fastapi/fastapi/issues/1277 (each line kept until the next is there)
# region 3.6
async def lines():
    line = exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        yield line
        line = exports.csv_line(row)
    yield line


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
# region 3.6
# endregion
