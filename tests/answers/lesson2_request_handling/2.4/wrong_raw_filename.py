# says: A file was written outside of the upload folder
# from: https://github.com/datalab-to/marker/issues/1047
# region 2.4
@app.post("/artifacts")
def upload(file: UploadFile):
    if file.size > MAX_BYTES:
        raise HTTPException(status_code=413)
    UPLOADS.mkdir(exist_ok=True)
    with open(f"uploads/{file.filename}", "wb") as target:
        target.write(file.file.read())
    return {
        "filename": file.filename,
        "stored_as": file.filename,
        "size": file.size,
        "content_type": file.content_type,
    }
# endregion
