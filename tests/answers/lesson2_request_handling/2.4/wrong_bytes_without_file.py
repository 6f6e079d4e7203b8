# says: We sent `file` as a file; your app looks for it in the query.
# from: https://fastapi.tiangolo.com/tutorial/request-files/#define-file-parameters (warns of it)
# region 2.4
@app.post("/artifacts")
def upload(file: bytes):
    UPLOADS.mkdir(exist_ok=True)
    stored_as = uuid.uuid4().hex
    (UPLOADS / stored_as).write_bytes(file)
    return {"stored_as": stored_as, "size": len(file)}
# endregion
