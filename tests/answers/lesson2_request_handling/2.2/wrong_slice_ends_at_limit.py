# says: is not right.
# from: a slice read as [start:count]; the guide's own text says fake_db[skip : skip + limit]
# region 2.2
@app.get("/models")
def list_models(
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    search: Annotated[str | None, Query(min_length=3)] = None,
):
    found = [m for m in store.all_models() if search is None or search in m["name"]]
    return found[skip:limit]
# endregion
