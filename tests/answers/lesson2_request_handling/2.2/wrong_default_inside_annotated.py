# says: A default stands inside of Annotated[…]
# from: https://fastapi.tiangolo.com/tutorial/query-params-str-validations/#query-as-the-default-value-or-in-annotated
# region 2.2
@app.get("/models")
def list_models(
    skip: Annotated[int, Query(0, ge=0)],
    limit: Annotated[int, Query(10, ge=1, le=100)],
    search: Annotated[str | None, Query(min_length=3)] = None,
):
    found = [m for m in store.all_models() if search is None or search in m["name"]]
    return found[skip : skip + limit]
# endregion
