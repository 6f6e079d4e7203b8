# says: A path that leads out of ARTIFACTS is not answered with 404.
# from: https://github.com/ChuckBuilds/LEDMatrix/pull/284 (another status; it tells what is there)
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    try:
        file = (ARTIFACTS / path).resolve()
        found = file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    if not file.is_relative_to(ARTIFACTS.resolve()):
        raise HTTPException(status_code=400, detail="Invalid path")
    return FileResponse(file, filename=file.name)
# endregion
