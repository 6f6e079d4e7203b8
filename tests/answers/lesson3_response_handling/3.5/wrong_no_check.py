# says: A file that is not there makes your app fail.
# from: the guide's own text: FileResponse(f"files/{filename}")
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    file = ARTIFACTS / path
    return FileResponse(file, filename=file.name)
# endregion
