# says: was not refused with 413.
# from: https://github.com/c2siorg/tensormap/issues/189
# region 2.4
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
def upload(file: UploadFile):
    return keep(file)


@app.post("/artifacts/batch")
def upload_many(files: list[UploadFile]):
    return [keep(file) for file in files]
# endregion
