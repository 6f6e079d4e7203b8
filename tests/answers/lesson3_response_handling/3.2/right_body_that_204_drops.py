# region 3.2
@app.post("/models", status_code=201)
def create_model(model: ModelCreate):
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}", status_code=204)
def delete_model(model_id: int):
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
    return {"deleted": model_id}
# endregion
