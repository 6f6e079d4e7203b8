# says: did not give the models with this in their name.
# from: paging first and filtering afterwards, as a first draft of the two in one function
# region 2.2
@app.get("/models")
def list_models(
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    search: Annotated[str | None, Query(min_length=3)] = None,
):
    page = store.all_models()[skip : skip + limit]
    return [m for m in page if search is None or search in m["name"]]
# endregion
