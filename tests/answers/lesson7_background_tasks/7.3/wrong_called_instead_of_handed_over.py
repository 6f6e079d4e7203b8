# says: The export was removed before it was sent.
# from: add_task(f()) for add_task(f); https://fastapi.tiangolo.com/tutorial/background-tasks/ passes the function without calling it
# region 7.3
@app.get("/export")
def export(tasks: BackgroundTasks) -> FileResponse:
    path = exports.write()
    tasks.add_task(exports.remove(path))
    return FileResponse(path, media_type="text/csv", filename="models.csv")
# endregion
