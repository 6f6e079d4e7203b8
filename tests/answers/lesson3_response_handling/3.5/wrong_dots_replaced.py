# says: Your app gave away a file outside of ARTIFACTS.
# from: https://portswigger.net/web-security/file-path-traversal (....// is what is left of it)
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    path = path.replace("../", "")
    try:
        file = (ARTIFACTS / path).absolute()
        found = file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
