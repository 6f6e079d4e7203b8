# region 3.2
from http import HTTPStatus


@app.post("/models", status_code=HTTPStatus.CREATED)
def create_model(model: ModelCreate):
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}", status_code=HTTPStatus.NO_CONTENT)
def delete_model(model_id: int):
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
# endregion
