# says: The lines are not the CSV of the models.
# from: https://fastapi.tiangolo.com/advanced/stream-data/ (whose lines have no end)
# region 3.6
async def lines():
    yield exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        yield exports.csv_line(row).strip()


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
# region 3.6
# endregion
