# says: Your app wants skip and limit as a JSON body: a type alone is read from there.
# from: https://fastapi.tiangolo.com/tutorial/query-param-models/ (the model without its Query())
# region 4.4
from pydantic import Field


class Pagination(BaseModel):
    skip: int = Field(0, ge=0)
    limit: int = Field(10, ge=1, le=100)


@app.get("/models")
def list_models(page: Pagination) -> list[dict[str, Any]]:
    return catalog.all_models()[page.skip : page.skip + page.limit]


@app.get("/artifacts")
def list_artifacts(page: Pagination) -> list[dict[str, Any]]:
    return catalog.all_artifacts()[page.skip : page.skip + page.limit]
# endregion
