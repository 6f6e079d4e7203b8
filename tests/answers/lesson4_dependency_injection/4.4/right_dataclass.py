# region 4.4
from dataclasses import dataclass


@dataclass
class Pagination:
    skip: Annotated[int, Query(ge=0)] = 0
    limit: Annotated[int, Query(ge=1, le=100)] = 10


@app.get("/models")
def list_models(page: Annotated[Pagination, Depends(Pagination)]):
    return catalog.all_models()[page.skip :][: page.limit]


@app.get("/artifacts")
def list_artifacts(page: Annotated[Pagination, Depends(Pagination)]):
    return catalog.all_artifacts()[page.skip :][: page.limit]
# endregion
