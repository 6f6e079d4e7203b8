# says: The answer's `stored_as` is not the name of a file in the folder uploads.
# from: str() of the whole path given back, a habit that also tells clients where files lie
# region 2.4
@app.post("/artifacts")
def upload(file: UploadFile):
    data = file.file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise HTTPException(status_code=413)
    UPLOADS.mkdir(exist_ok=True)
    path = UPLOADS / uuid.uuid4().hex
    path.write_bytes(data)
    return {
        "filename": file.filename,
        "stored_as": str(path),
        "size": len(data),
        "content_type": file.content_type,
    }
# endregion
