# says: A limit of 101 was accepted.
# from: min(limit, 100), a widespread habit: the client never hears that it asked for too much
# region 2.2
@app.get("/models")
def list_models(
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1)] = 10,
    search: Annotated[str | None, Query(min_length=3)] = None,
):
    found = [m for m in store.all_models() if search is None or search in m["name"]]
    return found[skip : skip + min(limit, 100)]
# endregion
