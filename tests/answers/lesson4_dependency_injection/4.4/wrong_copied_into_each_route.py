# says: There is no class `Pagination`.
# from: what one does before knowing of classes as dependencies
# region 4.4
@app.get("/models")
def list_models(
    skip: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=100)] = 10
) -> list[catalog.Record]:
    return catalog.all_models()[skip : skip + limit]


@app.get("/artifacts")
def list_artifacts(
    skip: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=100)] = 10
) -> list[catalog.Record]:
    return catalog.all_artifacts()[skip : skip + limit]
# endregion
