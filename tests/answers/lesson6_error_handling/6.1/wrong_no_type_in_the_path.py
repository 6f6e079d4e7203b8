# says: The store is asked for a text, and its ids are numbers.
# from: a mistake that learners make: the path parameter has no type
# region 6.1
@app.get("/models/{model_id}")
def get_model(model_id) -> dict[str, Any]:
    model = store.get(model_id)
    if model is None:
        raise HTTPException(status_code=404, detail=f"There is no model {model_id}.")
    return model


@app.post("/models", status_code=201)
def create_model(model: schemas.ModelCreate) -> dict[str, Any]:
    try:
        return store.add(model.name, model.framework)
    except store.NameTaken:
        raise HTTPException(
            status_code=409, detail=f"There is a model called {model.name} already."
        ) from None
# endregion
