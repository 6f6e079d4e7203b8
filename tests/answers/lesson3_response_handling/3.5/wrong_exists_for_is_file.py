# says: A folder makes your app fail.
# from: https://github.com/hanxi/xiaomusic/issues/575
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    try:
        file = (ARTIFACTS / path).resolve()
        found = file.is_relative_to(ARTIFACTS.resolve()) and file.exists()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
