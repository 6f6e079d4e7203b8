# region 7.3
from fastapi.responses import StreamingResponse


def pieces(path):
    try:
        with path.open("rb") as file:
            while piece := file.read(65_536):
                yield piece
    finally:
        exports.remove(path)


@app.get("/export")
def export():
    return StreamingResponse(pieces(exports.write()), media_type="text/csv")
# endregion
