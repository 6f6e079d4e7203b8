# says: The export was removed before it was sent.
# from: https://openillumi.com/en/en-fastapi-temporarydirectory-di-fix (the same with a TemporaryDirectory)
# region 7.3
@app.get("/export")
def export() -> FileResponse:
    path = exports.write()
    try:
        return FileResponse(path, media_type="text/csv", filename="models.csv")
    finally:
        path.unlink()
# endregion
