# says: Your app gave away a file outside of ARTIFACTS.
# from: https://github.com/aio-libs/aiohttp/issues/380
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    if ".." in path:
        raise HTTPException(404)
    try:
        file = (ARTIFACTS / path).absolute()
        found = file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
