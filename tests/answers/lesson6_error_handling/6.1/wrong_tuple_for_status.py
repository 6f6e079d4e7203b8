# says: There is no such model: a status after a comma does not count in FastAPI.
# from: https://github.com/endolith/open-interpreter/pull/241 (tests that pin it as a known bug)
# region 6.1
@app.get("/models/{model_id}")
def get_model(model_id: int):
    model = store.get(model_id)
    if model is None:
        return {"detail": f"No model {model_id}"}, 404
    return model
# endregion
