# region 3.6
class CSVResponse(StreamingResponse):
    media_type = "text/csv"


@app.get("/models/export", response_class=CSVResponse)
async def export() -> AsyncIterator[str]:
    yield exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        yield exports.csv_line(row)
# endregion
# region 3.6
# endregion
