# region 2.2
@app.get("/models")
async def models(
    search: str = Query("", min_length=3),
    limit: int = Query(10, gt=0, le=100),
    skip: int = Query(0, ge=0),
):
    found = [m for m in store.all_models() if search.lower() in m["name"].lower()]
    return found[skip:][:limit]
# endregion
