# says: Your code raised a TypeError after the answer had begun.
# from: https://fastapi.tiangolo.com/advanced/custom-response/#streamingresponse (the generator function itself is given)
# region 3.6
async def lines():
    yield exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        yield exports.csv_line(row)


@app.get("/models/export")
def export():
    return StreamingResponse(lines, media_type="text/csv")
# endregion
# region 3.6
# endregion
