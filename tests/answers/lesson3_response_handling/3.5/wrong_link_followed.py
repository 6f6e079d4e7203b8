# says: Your app gave away a file outside of ARTIFACTS, through a link.
# from: https://github.com/AnswerDotAI/fasthtml/pull/919 (which mends it)
# region 3.5
import os


@app.get("/artifacts/{path:path}")
def download(path: str):
    folder = os.path.abspath(ARTIFACTS)
    file = os.path.abspath(os.path.join(folder, path))
    try:
        found = os.path.commonpath([folder, file]) == folder and pathlib.Path(file).is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return FileResponse(file, filename=os.path.basename(file))
# endregion
