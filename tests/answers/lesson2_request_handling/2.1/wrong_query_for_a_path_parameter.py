# says: `model_id` is in the path, but it is declared as coming from somewhere else.
# from: FastAPI's own assertion, "Cannot use `Query` for path param"
# region 2.1
@app.get("/models/{model_id}")
def get_model(model_id: int = Query(ge=1)):
    return store.get_model(model_id)
# endregion
