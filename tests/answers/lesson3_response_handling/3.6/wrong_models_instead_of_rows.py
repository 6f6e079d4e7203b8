# says: The rows do not come from exports.rows().
# from: a look into exports.py
# region 3.6
def lines():
    yield exports.csv_line(exports.COLUMNS)
    for model in store.all_models():
        yield exports.csv_line(model.values())


@app.get("/models/export")
def export():
    return StreamingResponse(lines(), media_type="text/csv")
# endregion
# region 3.6
# endregion
