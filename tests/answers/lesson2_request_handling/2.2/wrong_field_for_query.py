# says: `skip` has Pydantic's Field() as its default, and FastAPI does not take that here.
# from: the guide's own text: skip: int = Field(0, ge=0)
# region 2.2
@app.get("/models")
def list_models(
    skip: int = Field(0, ge=0),
    limit: int = Field(10, ge=1, le=100),
    search: str | None = Field(None, min_length=3),
):
    found = [m for m in store.all_models() if search is None or search in m["name"]]
    return found[skip : skip + limit]
# endregion
