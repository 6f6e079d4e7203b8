# says: /models/export was taken for /models/{model_id}.
# from: https://fastapi.tiangolo.com/tutorial/path-params/#order-matters
# region 3.6
# (Step 3.6 will come back to this place.)
# endregion
# region 3.6
async def lines():
    yield exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        yield exports.csv_line(row)


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
