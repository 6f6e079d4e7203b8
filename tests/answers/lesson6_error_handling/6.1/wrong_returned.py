# says: There is no such model: the function returned something, where it has to raise.
# from: https://github.com/Klimadatastyrelsen/WEBPROJ/pull/71
# region 6.1
@app.get("/models/{model_id}")
def get_model(model_id: int):
    model = store.get(model_id)
    if model is None:
        return HTTPException(status_code=404, detail=f"No model {model_id}")
    return model


@app.post("/models", status_code=201)
def create_model(model: schemas.ModelCreate):
    return store.add(model.name, model.framework)
# endregion
