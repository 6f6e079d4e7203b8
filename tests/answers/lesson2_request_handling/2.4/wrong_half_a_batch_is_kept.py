# says: One file of a batch was too large, and yet another one was kept.
# from: https://github.com/fastapi/fastapi/issues/362 (the same loop, once for each file of a batch)
# region 2.4
def keep(file):
    data = file.file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise HTTPException(status_code=413)
    UPLOADS.mkdir(exist_ok=True)
    stored_as = uuid.uuid4().hex
    (UPLOADS / stored_as).write_bytes(data)
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": len(data),
        "content_type": file.content_type,
    }


@app.post("/artifacts")
def upload(file: UploadFile):
    return keep(file)


@app.post("/artifacts/batch")
def upload_many(files: list[UploadFile]):
    return [keep(file) for file in files]
# endregion
