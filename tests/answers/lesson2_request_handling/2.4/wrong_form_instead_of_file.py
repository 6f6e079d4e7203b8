# says: We sent `file` as a file; your app takes it for something else.
# from: https://py4u.org/questions/74507306/ (files declared with Form())
# region 2.4
@app.post("/artifacts")
def upload(file: Annotated[str, Form()]):
    UPLOADS.mkdir(exist_ok=True)
    stored_as = uuid.uuid4().hex
    (UPLOADS / stored_as).write_text(file)
    return {"stored_as": stored_as, "size": len(file)}
# endregion
