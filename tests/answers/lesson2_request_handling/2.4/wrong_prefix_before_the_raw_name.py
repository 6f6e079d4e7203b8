# says: was neither kept nor refused.
# from: https://github.com/tonykipkemboi/ollama_pdf_rag/pull/56
# region 2.4
@app.post("/artifacts")
def upload(file: UploadFile):
    if file.size > MAX_BYTES:
        raise HTTPException(status_code=413)
    UPLOADS.mkdir(exist_ok=True)
    stored_as = f"{uuid.uuid4()}_{file.filename}"
    (UPLOADS / stored_as).write_bytes(file.file.read())
    return {
        "filename": file.filename,
        "stored_as": stored_as,
        "size": file.size,
        "content_type": file.content_type,
    }
# endregion
