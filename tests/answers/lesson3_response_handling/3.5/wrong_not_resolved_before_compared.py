# says: Your app gave away a file outside of ARTIFACTS.
# from: https://github.com/ATH-MaaS/Pixelle-Video/pull/233
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    try:
        file = (ARTIFACTS / path).absolute()
        found = file.is_relative_to(ARTIFACTS.absolute()) and file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
