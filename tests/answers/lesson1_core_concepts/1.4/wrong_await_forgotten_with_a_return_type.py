# says: A call is not awaited
# from: https://github.com/uriyyo/fastapi-pagination/issues/917
# region 1.4
@app.get("/stats")
def stats() -> dict[str, int]:
    return {"downloads": services.count_downloads()}
# endregion
