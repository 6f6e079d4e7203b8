# says: The 204 was sent as a part of the body; the status is still 200.
# from: https://github.com/spec-first/connexion/pull/425 (how Flask people write it)
# region 3.2
@app.post("/models", status_code=201)
def create_model(model: ModelCreate):
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}")
def delete_model(model_id: int):
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
    return "", 204
# endregion
