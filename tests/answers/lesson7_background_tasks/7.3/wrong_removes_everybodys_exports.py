# says: Somebody else's export is gone too
# from: a learner's try: the folder is emptied after each answer
# region 7.3
def tidy() -> None:
    for name in exports.names():
        exports.remove(exports.FOLDER / name)


@app.get("/export")
def export() -> FileResponse:
    path = exports.write()
    task = BackgroundTask(tidy)
    return FileResponse(path, media_type="text/csv", filename="models.csv", background=task)
# endregion
