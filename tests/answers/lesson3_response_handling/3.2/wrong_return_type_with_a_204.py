# says: A route promises a body, but its status code means that there is none.
# from: https://github.com/GNS3/gns3-server/issues/1891 (204 on routes that return something)
# region 3.2
@app.post("/models", status_code=201)
def create_model(model: ModelCreate):
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}", status_code=204)
def delete_model(model_id: int) -> dict[str, Any]:
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
    return {"deleted": model_id}
# endregion
