# says: POST /models answered 200.
# from: https://fastapi.tiangolo.com/tutorial/response-status-code/ (warns that it belongs to the decorator)
# region 3.2
@app.post("/models")
def create_model(model: ModelCreate, status_code: int = 201):
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}", status_code=204)
def delete_model(model_id: int):
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
# endregion
