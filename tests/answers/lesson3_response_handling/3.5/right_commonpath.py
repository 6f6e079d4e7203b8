# region 3.5
import os
import stat


@app.get("/artifacts/{path:path}")
def download(path: str):
    folder = os.path.realpath(ARTIFACTS)
    try:
        file = os.path.realpath(os.path.join(folder, path))
        inside = os.path.commonpath([folder, file]) == folder
        if not (inside and stat.S_ISREG(os.stat(file).st_mode)):
            raise HTTPException(404)
    except (OSError, ValueError):
        raise HTTPException(404)
    return FileResponse(file, filename=os.path.basename(file))
# endregion
