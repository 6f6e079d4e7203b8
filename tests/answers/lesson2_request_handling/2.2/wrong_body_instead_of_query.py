# says: your app waits for
# from: https://github.com/fastapi/fastapi/issues/318
# region 2.2
class Page(BaseModel):
    skip: int = Field(0, ge=0)
    limit: int = Field(10, ge=1, le=100)
    search: str | None = Field(None, min_length=3)


@app.get("/models")
def models(page: Page):
    found = [m for m in store.all_models() if page.search is None or page.search in m["name"]]
    return found[page.skip : page.skip + page.limit]
# endregion
