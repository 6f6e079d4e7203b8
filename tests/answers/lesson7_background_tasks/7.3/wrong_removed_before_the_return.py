# says: The export was removed before it was sent.
# from: https://github.com/fastapi/fastapi/issues/2152
# region 7.3
@app.get("/export")
def export() -> FileResponse:
    path = exports.write()
    response = FileResponse(path, media_type="text/csv", filename="models.csv")
    exports.remove(path)
    return response
# endregion
