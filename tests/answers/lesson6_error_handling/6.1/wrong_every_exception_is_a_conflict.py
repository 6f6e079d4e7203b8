# says: We let store.add raise a RuntimeError: it was answered with 409.
# from: the same `except Exception` as in https://github.com/mcdonc/klangk/issues/663, where each failure is a 403
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
    except Exception:
        raise HTTPException(status_code=409, detail=f"{model.name} is taken")
# endregion
