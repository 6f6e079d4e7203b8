# region 3.5
import mimetypes


@app.get("/artifacts/{path:path}")
async def download(path: str):
    try:
        file = (ARTIFACTS / path).resolve(strict=True)
        file.relative_to(ARTIFACTS.resolve())
    except (OSError, ValueError):
        raise HTTPException(status_code=404, detail="Not here")
    if not file.is_file():
        raise HTTPException(status_code=404, detail="Not here")
    return FileResponse(path=file, filename=file.name, media_type=mimetypes.guess_type(file.name)[0])
# endregion
