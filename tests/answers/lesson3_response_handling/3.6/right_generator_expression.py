# region 3.6
async def with_columns():
    yield exports.COLUMNS
    async for row in exports.rows():
        yield row


@app.get("/models/export")
async def export():
    made = (exports.csv_line(row) async for row in with_columns())
    return StreamingResponse(made, media_type="text/csv")
# endregion
# region 3.6
# endregion
