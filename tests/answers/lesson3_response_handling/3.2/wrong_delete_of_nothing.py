# says: Deleting a model that does not exist did not get a 404.
# from: https://github.com/apache/caldera/pull/542 (nothing there, and no 404)
# region 3.2
@app.post("/models", status_code=201)
def create_model(model: ModelCreate):
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}", status_code=204)
def delete_model(model_id: int) -> None:
    store.remove_model(model_id)
# endregion
