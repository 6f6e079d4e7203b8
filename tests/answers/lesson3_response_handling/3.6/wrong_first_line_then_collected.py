# says: Lines wait in your app until later rows are made.
# from: https://github.com/fastapi/fastapi/issues/1277 (the list moved into the generator)
# region 3.6
async def lines():
    yield exports.csv_line(exports.COLUMNS)
    for row in [row async for row in exports.rows()]:
        yield exports.csv_line(row)


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
# region 3.6
# endregion
