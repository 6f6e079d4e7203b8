# says: Lines wait in your app until later rows are made.
# from: https://github.com/fastapi/fastapi/issues/1277 (the list moved into the generator)
# region 3.6
class CSVResponse(StreamingResponse):
    media_type = "text/csv"


@app.get("/models/export", response_class=CSVResponse)
async def export() -> AsyncIterator[str]:
    rows = [row async for row in exports.rows()]
    yield exports.csv_line(exports.COLUMNS)
    for row in rows:
        yield exports.csv_line(row)
# endregion
# region 3.6
# endregion
