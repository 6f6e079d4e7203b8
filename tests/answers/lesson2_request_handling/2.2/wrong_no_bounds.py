# says: A skip of -1 was accepted.
# from: https://fastapi.tiangolo.com/tutorial/query-params/ (whose skip and limit have no bounds)
# region 2.2
@app.get("/models")
def list_models(skip: int = 0, limit: int = 10, search: str | None = None):
    found = [m for m in store.all_models() if search is None or search in m["name"]]
    return found[skip : skip + limit]
# endregion
