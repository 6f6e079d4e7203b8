# says: Your app gave away a file outside of ARTIFACTS.
# from: https://github.com/google/adk-samples/issues/2201
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    file = ARTIFACTS / path
    try:
        found = file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
