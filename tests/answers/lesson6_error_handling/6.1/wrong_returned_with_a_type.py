# says: There is no such model: the function returned something, where it has to raise.
# from: https://github.com/easydiffusion/easydiffusion/pull/352, with a return type that FastAPI checks
# region 6.1
@app.get("/models/{model_id}")
def get_model(model_id: int) -> dict[str, Any]:
    model = store.get(model_id)
    if model is None:
        return HTTPException(status_code=404, detail=f"No model {model_id}")
    return model
# endregion
