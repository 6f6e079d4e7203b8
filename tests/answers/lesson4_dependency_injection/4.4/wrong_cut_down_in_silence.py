# says: /models did not refuse limit=101.
# from: a habit: a limit that is too large is made smaller, and nobody is told
# region 4.4
class Pagination:
    def __init__(
        self,
        skip: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1)] = 10,
    ) -> None:
        self.skip = skip
        self.limit = min(limit, 100)

    def page(self, records: list[catalog.Record]) -> list[catalog.Record]:
        return records[self.skip : self.skip + self.limit]


Page = Annotated[Pagination, Depends()]


@app.get("/models")
def list_models(pagination: Page) -> list[catalog.Record]:
    return pagination.page(catalog.all_models())


@app.get("/artifacts")
def list_artifacts(pagination: Page) -> list[catalog.Record]:
    return pagination.page(catalog.all_artifacts())
# endregion
