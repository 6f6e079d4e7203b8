# says: We sent `file` as a file; your app asks for `upload`.
# from: https://fastapi.tiangolo.com/tutorial/request-files/ (the parameter's name is the field's)
# region 2.4
import itertools
import shutil

UPLOADS.mkdir(exist_ok=True)


def check(file):
    name = file.filename or ""
    if pathlib.PurePath(name).name != name or len(name) > 100 or "\\" in name or ".." in name:
        raise HTTPException(status_code=400, detail="Give the file a simple name.")
    if file.size > MAX_BYTES:
        raise HTTPException(status_code=413, detail="Too large.")


def keep(file):
    for number in itertools.count():
        path = UPLOADS / f"{number}_{file.filename}"
        try:
            with path.open("xb") as target:
                shutil.copyfileobj(file.file, target)
            break
        except FileExistsError:
            continue
    return {
        "filename": file.filename,
        "stored_as": path.name,
        "size": file.size,
        "content_type": file.content_type,
    }


@app.post("/artifacts")
def upload_one(upload: UploadFile):
    check(upload)
    return keep(upload)


@app.post("/artifacts/batch")
def upload_many(files: list[UploadFile]):
    for file in files:
        check(file)
    return [keep(file) for file in files]
# endregion
