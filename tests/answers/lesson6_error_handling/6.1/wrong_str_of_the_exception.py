# says: The text of the exception went out to the client.
# from: https://github.com/aaronsb/knowledge-graph-system/issues/498
# region 6.1
@app.get("/models/{model_id}")
def get_model(model_id: int):
    model = store.get(model_id)
    if model is None:
        raise HTTPException(status_code=404, detail=f"No model {model_id}")
    return model


@app.post("/models", status_code=201)
def create_model(model: schemas.ModelCreate):
    try:
        return store.add(model.name, model.framework)
    except store.NameTaken as e:
        raise HTTPException(status_code=409, detail=str(e))
# endregion
