# says: Our request was right; your app refused query.limit.
# from: lt and le confused; https://fastapi.tiangolo.com/tutorial/path-params-numeric-validations/
# region 2.2
@app.get("/models")
def list_models(
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, lt=100)] = 10,
    search: Annotated[str | None, Query(min_length=3)] = None,
):
    found = [m for m in store.all_models() if search is None or search in m["name"]]
    return found[skip : skip + limit]
# endregion
