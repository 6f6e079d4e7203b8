# region 3.5
@app.get("/artifacts/{path:path}")
def download(path: str):
    for file in ARTIFACTS.rglob("*"):
        if file.is_file() and not file.is_symlink() and file.relative_to(ARTIFACTS).as_posix() == path:
            return FileResponse(file, filename=file.name)
    raise HTTPException(404)
# endregion
