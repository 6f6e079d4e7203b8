# region 1.4
async def downloads():
    return await services.count_downloads()


@app.get("/stats", response_model=dict[str, int])
async def numbers():
    return dict(downloads=await downloads())
# endregion
