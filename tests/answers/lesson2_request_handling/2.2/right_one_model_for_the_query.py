# region 2.2
class Page(BaseModel):
    skip: int = Field(0, ge=0)
    limit: int = Field(10, ge=1, le=100)
    search: str | None = Field(None, min_length=3)


@app.get("/models")
def models(page: Annotated[Page, Query()]):
    found = store.all_models()
    if page.search is not None:
        found = [model for model in found if page.search in model["name"]]
    return found[page.skip : page.skip + page.limit]
# endregion
