# says: A second file with the same name overwrote the first.
# from: https://github.com/open-webui/open-terminal/pull/26 (a basename keeps it inside, and nothing more)
# region 2.4
import os


@app.post("/artifacts")
def upload(file: UploadFile):
    if file.size > MAX_BYTES:
        raise HTTPException(status_code=413)
    UPLOADS.mkdir(exist_ok=True)
    stored_as = os.path.basename(file.filename)
    if stored_as in {"", ".", ".."} or len(stored_as) > 200:
        raise HTTPException(status_code=400)
    (UPLOADS / stored_as).write_bytes(file.file.read())
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": file.size,
        "content_type": file.content_type,
    }
# endregion
