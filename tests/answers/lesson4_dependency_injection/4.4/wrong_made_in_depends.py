# says: Depends() was given what a call returned, and it wants the function itself.
# from: https://github.com/fastapi/fastapi/pull/15205 (Depends of what is not callable)
# region 4.4
class Pagination:
    def __init__(
        self,
        skip: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> None:
        self.skip = skip
        self.limit = limit

    def page(self, records: list[catalog.Record]) -> list[catalog.Record]:
        return records[self.skip : self.skip + self.limit]


Page = Annotated[Pagination, Depends(Pagination())]


@app.get("/models")
def list_models(pagination: Page) -> list[catalog.Record]:
    return pagination.page(catalog.all_models())


@app.get("/artifacts")
def list_artifacts(pagination: Page) -> list[catalog.Record]:
    return pagination.page(catalog.all_artifacts())
# endregion
