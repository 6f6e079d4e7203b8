# says: The export is still there after it was sent.
# from: seen when playing the lesson: the value is forgotten
# region 7.3
@app.get("/export")
def export() -> FileResponse:
    path = exports.write()
    return FileResponse(path, media_type="text/csv", background=BackgroundTask(exports.remove))
# endregion
