# region 4.4
class Pagination:
    def __init__(self, skip: int = Query(0, ge=0), limit: int = Query(10, gt=0, lt=101)):
        self.skip, self.limit = skip, limit


@app.get("/models")
async def list_models(page: Pagination = Depends()):
    return catalog.all_models()[page.skip : page.skip + page.limit]


@app.get("/artifacts")
async def list_artifacts(page: Pagination = Depends()):
    return catalog.all_artifacts()[page.skip : page.skip + page.limit]
# endregion
