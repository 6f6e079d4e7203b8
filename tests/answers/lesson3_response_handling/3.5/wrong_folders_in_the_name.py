# says: The answer does not say under which name to save the file.
# from: https://fastapi.tiangolo.com/advanced/custom-response/#fileresponse
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    try:
        file = (ARTIFACTS / path).resolve()
        found = file.is_relative_to(ARTIFACTS.resolve()) and file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=path)
# endregion
