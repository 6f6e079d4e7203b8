# says: The detail is an exception, and JSON has no word for that.
# from: detail takes anything, so the exception itself is put there; seen as a 500 with fastapi 0.165
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
        raise HTTPException(status_code=409, detail=e)
# endregion
