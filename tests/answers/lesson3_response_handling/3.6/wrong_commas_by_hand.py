# says: The lines are not the CSV of the models.
# from: https://github.com/openspending/babbage/pull/38 (which mends it)
# region 3.6
async def lines():
    yield ",".join(exports.COLUMNS) + "\n"
    async for row in exports.rows():
        yield ",".join(str(value) for value in row) + "\n"


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
# region 3.6
# endregion
