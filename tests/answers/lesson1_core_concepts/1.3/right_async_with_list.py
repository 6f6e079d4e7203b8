# region 1.3
@app.get("/models/latest")
async def newest():
    return store.all_models()[-1]
# endregion
# region 1.3
# endregion
