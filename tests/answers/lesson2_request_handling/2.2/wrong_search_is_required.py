# says: Our request was right, but your app also asks for `search`.
# from: https://fastapi.tiangolo.com/tutorial/query-params-str-validations/ (`str | None` alone is required)
# region 2.2
@app.get("/models")
def list_models(
    search: Annotated[str | None, Query(min_length=3)],
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
):
    found = [m for m in store.all_models() if search is None or search in m["name"]]
    return found[skip : skip + limit]
# endregion
