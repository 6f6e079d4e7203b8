# says: A file was written outside of the upload folder
# from: https://github.com/covid19cz/erouska-webapp/pull/18 (found in the loop of a batch route)
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
    return [keep(file, file.filename) for file in files]
# endregion
