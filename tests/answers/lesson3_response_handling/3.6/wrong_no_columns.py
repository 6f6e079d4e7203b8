# says: The lines are not the CSV of the models.
# from: https://github.com/fastapi/fastapi/issues/1277
# region 3.6
async def lines():
    async for row in exports.rows():
        yield exports.csv_line(row)


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
# region 3.6
# endregion
