# region 7.3
@app.get("/export", response_class=FileResponse)
async def export(background_tasks: BackgroundTasks):
    path = exports.write()
    background_tasks.add_task(exports.remove, path)
    return FileResponse(path, media_type="text/csv")
# endregion
