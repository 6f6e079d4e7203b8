# says: The bytes that came are not those of the file.
# from: https://fastapi.tiangolo.com/advanced/custom-response/ (a str becomes JSON)
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    try:
        file = (ARTIFACTS / path).resolve()
        found = file.is_relative_to(ARTIFACTS.resolve()) and file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return file.read_text(errors="replace")
# endregion
