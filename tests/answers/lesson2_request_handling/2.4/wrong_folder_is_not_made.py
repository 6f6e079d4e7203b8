# says: Your code raised a FileNotFoundError.
# from: the guide's own text, which opens uploads/… without making the folder
# region 2.4
@app.post("/artifacts")
async def upload(file: UploadFile):
    stored_as = uuid.uuid4().hex
    with open(f"uploads/{stored_as}", "wb") as target:
        target.write(await file.read())
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": file.size,
        "content_type": file.content_type,
    }
# endregion
