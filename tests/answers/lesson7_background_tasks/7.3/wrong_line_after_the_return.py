# says: The export is still there after it was sent.
# from: https://openillumi.com/?p=48829
# region 7.3
@app.get("/export")
def export() -> FileResponse:
    path = exports.write()
    return FileResponse(path, media_type="text/csv", filename="models.csv")
    exports.remove(path)
# endregion
