# says: The upload was refused, and yet something of it was kept.
# from: https://github.com/fastapi/fastapi/issues/362 (save in chunks, raise when the limit is passed)
# region 2.4
@app.post("/artifacts")
def upload(file: UploadFile):
    UPLOADS.mkdir(exist_ok=True)
    stored_as = uuid.uuid4().hex
    size = 0
    with (UPLOADS / stored_as).open("wb") as target:
        while part := file.file.read(16_384):
            size += len(part)
            if size > MAX_BYTES:
                raise HTTPException(status_code=413)
            target.write(part)
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": size,
        "content_type": file.content_type,
    }
# endregion
