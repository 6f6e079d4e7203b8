# says: /models did not refuse skip=-1.
# from: the guide's own text: skip -20 gives the end of the list
# region 4.4
class Pagination:
    def __init__(
        self,
        skip: Annotated[int, Query()] = 0,
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> None:
        self.skip = skip
        self.limit = limit

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
