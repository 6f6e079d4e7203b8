# says: POST /models answered 200.
# from: the guide's own text and https://github.com/fastapi/fastapi/issues/717
# region 3.2
@app.post("/models")
def create_model(model: ModelCreate):
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}")
def delete_model(model_id: int):
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
# endregion
