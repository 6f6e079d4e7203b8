# says: The answer does not say that it is CSV.
# from: https://fastapi.tiangolo.com/advanced/custom-response/#streamingresponse
# region 3.6
async def lines():
    yield exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        yield exports.csv_line(row)


@app.get("/models/export")
def export():
    return StreamingResponse(lines())
# endregion
# region 3.6
# endregion
