# says: The export is still there after it was sent.
# from: https://github.com/fastapi/fastapi/issues/15111
# region 7.3
@app.get("/export")
def export(tasks: BackgroundTasks) -> FileResponse:
    path = exports.write()
    tasks.add_task(exports.remove, path)
    note = BackgroundTask(log.info, "an export was sent")
    return FileResponse(path, media_type="text/csv", background=note)
# endregion
