# says: Your app gave away a file outside of ARTIFACTS.
# from: https://1392081456.github.io/2026/06/20/path-traversal-is-a-canonicalization-bug/ (what one pass leaves)
# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    path = path.replace("../", "")
    try:
        file = (ARTIFACTS / path).absolute()
        found = file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)
# endregion
