# says: The new model was not kept.
# from: https://fastapi.tiangolo.com/tutorial/response-status-code/ (whose examples keep nothing)
# region 3.2
@app.post("/models", status_code=201)
def create_model(model: ModelCreate):
    return {"id": len(store.all_models()) + 1, **model.model_dump(), "version": 1}


@app.delete("/models/{model_id}", status_code=204)
def delete_model(model_id: int):
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
# endregion
