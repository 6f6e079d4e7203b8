# says: `skip` and `limit` are texts in your app, not numbers.
# from: https://fastapi.tiangolo.com/tutorial/dependencies/classes-as-dependencies/ (the types are what is checked)
# region 4.4
class Pagination:
    def __init__(
        self,
        skip=0,
        limit=10,
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
