# says: A file of exactly 100000 bytes was refused.
# from: FastAPI(max_body_size=…) counts the request with everything around the file; https://github.com/fastapi/fastapi/issues/362 (a limit by Content-Length)
# region 2.4
from fastapi import Request


def keep(file):
    UPLOADS.mkdir(exist_ok=True)
    stored_as = uuid.uuid4().hex
    data = file.file.read()
    (UPLOADS / stored_as).write_bytes(data)
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": len(data),
        "content_type": file.content_type,
    }


@app.post("/artifacts")
def upload(file: UploadFile, request: Request):
    if int(request.headers["content-length"]) > MAX_BYTES:
        raise HTTPException(status_code=413)
    return keep(file)


@app.post("/artifacts/batch")
def upload_many(files: list[UploadFile], request: Request):
    if int(request.headers["content-length"]) > MAX_BYTES:
        raise HTTPException(status_code=413)
    return [keep(file) for file in files]
# endregion
