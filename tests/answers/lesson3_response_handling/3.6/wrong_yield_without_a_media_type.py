# says: The answer does not say that it is CSV.
# from: https://fastapi.tiangolo.com/advanced/stream-data/ (the first example there has none)
# region 3.6
@app.get("/models/export", response_class=StreamingResponse)
async def export() -> AsyncIterator[str]:
    yield exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        yield exports.csv_line(row)
# endregion
# region 3.6
# endregion
