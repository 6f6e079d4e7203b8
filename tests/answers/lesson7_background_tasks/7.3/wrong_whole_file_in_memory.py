# says: The export was removed before it was sent.
# from: https://github.com/fastapi/fastapi/issues/2152 (a way around: every client then costs the whole file in memory)
# region 7.3
@app.get("/export")
def export() -> Response:
    path = exports.write()
    content = path.read_bytes()
    exports.remove(path)
    return Response(content, media_type="text/csv")
# endregion
