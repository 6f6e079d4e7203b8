# says: Your code raised a TypeError after the answer had begun.
# from: https://github.com/luuquangvu/tutorials/pull/136
# region 3.6
def lines():
    yield exports.csv_line(exports.COLUMNS)
    for row in exports.rows():
        yield exports.csv_line(row)


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
# region 3.6
# endregion
