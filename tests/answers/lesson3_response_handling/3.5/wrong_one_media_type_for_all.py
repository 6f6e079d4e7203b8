# says: The media type does not fit the file's name.
# from: https://fastapi.tiangolo.com/advanced/custom-response/#fileresponse (media_type, set by hand)
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
    return FileResponse(file, filename=file.name, media_type="application/octet-stream")
# endregion
