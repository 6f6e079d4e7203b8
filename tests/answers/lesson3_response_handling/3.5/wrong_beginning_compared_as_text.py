# says: Your app gave away a file outside of ARTIFACTS.
# from: https://github.com/web2py/web2py/pull/2598
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    try:
        file = (ARTIFACTS / path).resolve()
        found = str(file).startswith(str(ARTIFACTS.resolve())) and file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
