# says: A name of 300 letters makes your app fail.
# from: https://github.com/google/adk-samples/issues/2201
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    file = ARTIFACTS / path
    if not file.is_file():
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
