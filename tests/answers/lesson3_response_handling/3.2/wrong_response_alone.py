# says: The docs promise another status than 204 for DELETE /models/{model_id}.
# from: https://github.com/fastapi/fastapi/issues/449 (the answer that is given there)
# region 3.2
@app.post("/models", status_code=201)
def create_model(model: ModelCreate):
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}")
def delete_model(model_id: int):
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
    return Response(status_code=204)
# endregion
