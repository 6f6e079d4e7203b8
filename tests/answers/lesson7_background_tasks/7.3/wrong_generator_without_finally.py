# says: The client hung up in the middle, and the export stays forever.
# from: https://github.com/Kludex/starlette/issues/1301 (what happens to a file when its client hangs up)
# region 7.3
from fastapi.responses import StreamingResponse


def pieces(path):
    with path.open("rb") as file:
        while piece := file.read(65_536):
            yield piece
    exports.remove(path)


@app.get("/export")
def export() -> StreamingResponse:
    return StreamingResponse(pieces(exports.write()), media_type="text/csv")
# endregion
