# region 6.1
@app.get("/models/{model_id}")
async def one_model(model_id: int):
    model = store.get(model_id)
    if not model:
        return JSONResponse(status_code=404, content={"detail": f"Model {model_id} not found"})
    return model


@app.post("/models", status_code=201)
async def new_model(body: schemas.ModelCreate):
    try:
        model = store.add(**body.model_dump())
    except store.NameTaken as error:
        logger.info("name taken: %s", error)
        return JSONResponse({"detail": f"{body.name!r} is taken"}, status_code=409)
    return model
# endregion
