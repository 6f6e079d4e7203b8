# region 7.3
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from fastapi import Depends


def written() -> Iterator[Path]:
    path = exports.write()
    yield path
    path.unlink()


@app.get("/export")
def export(path: Annotated[Path, Depends(written)]) -> FileResponse:
    return FileResponse(path, media_type="text/csv", filename="models.csv")
# endregion
