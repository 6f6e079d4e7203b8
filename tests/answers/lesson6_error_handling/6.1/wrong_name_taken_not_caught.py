# says: The name is taken: nothing catches store.NameTaken.
# from: only None is thought of, and not what the call raises
# region 6.1
@app.get("/models/{model_id}")
def get_model(model_id: int):
    model = store.get(model_id)
    if model is None:
        raise HTTPException(status_code=404, detail=f"No model {model_id}")
    return model


@app.post("/models", status_code=201)
def create_model(model: schemas.ModelCreate):
    kept = store.add(model.name, model.framework)
    if kept is None:
        raise HTTPException(status_code=409, detail=f"{model.name} is taken")
    return kept
# endregion
