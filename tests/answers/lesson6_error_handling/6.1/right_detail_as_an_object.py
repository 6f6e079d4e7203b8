# A detail may be an object: FastAPI sends it as it is.
# region 6.1
@app.get("/models/{model_id}")
def get_model(model_id: int) -> dict[str, Any]:
    model = store.get(model_id)
    if model is None:
        raise HTTPException(status_code=404, detail={"error": f"Model {model_id} not found"})
    return model


@app.post("/models", status_code=201)
def create_model(model: schemas.ModelCreate) -> dict[str, Any]:
    try:
        return store.add(model.name, model.framework)
    except store.NameTaken:
        raise HTTPException(
            status_code=409, detail=[{"name": model.name, "problem": "taken"}]
        ) from None
# endregion
