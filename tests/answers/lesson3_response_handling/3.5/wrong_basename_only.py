# says: A file in a folder inside of ARTIFACTS is not found.
# from: https://github.com/soliplex/soliplex/issues/832 (the remedy that it names)
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    file = ARTIFACTS / pathlib.PurePath(path).name
    if not path or "\0" in path or len(path) > 255 or not file.is_file() or file.is_symlink():
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
