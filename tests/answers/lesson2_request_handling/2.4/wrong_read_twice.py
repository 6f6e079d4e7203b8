# says: The stored file is not what we uploaded.
# from: https://fastapi.tiangolo.com/tutorial/request-files/ (after a read, seek(0) comes before the next)
# region 2.4
@app.post("/artifacts")
async def upload(file: UploadFile):
    size = len(await file.read())
    if size > MAX_BYTES:
        raise HTTPException(status_code=413)
    UPLOADS.mkdir(exist_ok=True)
    stored_as = uuid.uuid4().hex
    (UPLOADS / stored_as).write_bytes(await file.read())
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": size,
        "content_type": file.content_type,
    }
# endregion
