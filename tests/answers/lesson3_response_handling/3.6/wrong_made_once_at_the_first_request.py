# says: The lines are not the CSV of the models.
# from: https://github.com/fastapi/fastapi/issues/1277 (kept in memory, for ever)
# region 3.6
made = []


async def lines():
    if not made:
        made.extend([row async for row in exports.rows()])
    yield exports.csv_line(exports.COLUMNS)
    for row in made:
        yield exports.csv_line(row)


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
# region 3.6
# endregion
