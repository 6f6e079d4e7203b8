# says: The docs promise another status than 201 for POST /models.
# from: https://fastapi.tiangolo.com/advanced/response-change-status-code/ (meant for a second status)
# region 3.2
@app.post("/models")
def create_model(model: ModelCreate, response: Response):
    response.status_code = 201
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}", status_code=204)
def delete_model(model_id: int):
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
# endregion
