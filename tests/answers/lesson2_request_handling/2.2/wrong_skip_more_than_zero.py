# says: your app refused query.skip
# from: greater than zero, where zero or more was meant
# region 2.2
@app.get("/models")
def list_models(
    skip: Annotated[int, Query(gt=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    search: Annotated[str | None, Query(min_length=3)] = None,
) -> list[dict[str, Any]]:
    found = [m for m in store.all_models() if search is None or search in m["name"]]
    return found[skip : skip + limit]
# endregion
