# says: Your code raised a UnicodeEncodeError.
# from: https://github.com/xorbitsai/xagent/pull/525
# region 3.5
import mimetypes


@app.get("/artifacts/{path:path}")
def download(path: str):
    try:
        file = (ARTIFACTS / path).resolve()
        found = file.is_relative_to(ARTIFACTS.resolve()) and file.is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        raise HTTPException(404)
    return Response(
        file.read_bytes(),
        media_type=mimetypes.guess_type(file)[0],
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
# endregion
