# says: Two files of a batch had the same name, and one of them is lost.
# from: https://github.com/open-webui/open-terminal/pull/26 (a basename keeps it inside, and nothing more)
# region 2.4
def check(file):
    if file.size > MAX_BYTES:
        raise HTTPException(status_code=413)


def keep(file, stored_as):
    UPLOADS.mkdir(exist_ok=True)
    (UPLOADS / stored_as).write_bytes(file.file.read())
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": file.size,
        "content_type": file.content_type,
    }


@app.post("/artifacts")
def upload(file: UploadFile):
    check(file)
    return keep(file, uuid.uuid4().hex)


@app.post("/artifacts/batch")
def upload_many(files: list[UploadFile]):
    for file in files:
        check(file)
    return [keep(file, pathlib.Path(file.filename).name) for file in files]
# endregion
