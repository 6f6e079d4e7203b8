# says: A file in a folder inside of ARTIFACTS is not found.
# from: https://fastapi.tiangolo.com/tutorial/path-params/#path-parameters-containing-paths (what it is for)
# region 3.5
@app.get("/artifacts/{path}")
def download(path: str):
    try:
        file = (ARTIFACTS / path).resolve()
        found = file.is_relative_to(ARTIFACTS.resolve()) and file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
