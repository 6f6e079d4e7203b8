# region 3.5
import stat

from fastapi.staticfiles import StaticFiles

FILES = StaticFiles(directory=ARTIFACTS, check_dir=False)


@app.get("/artifacts/{path:path}")
def download(path: str):
    try:
        full, found = FILES.lookup_path(path)
    except (OSError, ValueError):
        found = None
    if found is None or not stat.S_ISREG(found.st_mode):
        raise HTTPException(404)
    return FileResponse(full, filename=pathlib.Path(full).name)
# endregion
