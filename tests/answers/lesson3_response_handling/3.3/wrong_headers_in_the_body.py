# says: The body is not the model.
# from: https://fastapi.tiangolo.com/advanced/response-headers/ (read in a hurry)
# region 3.3
@app.get("/models/{model_id}")
def get_model(model_id: int):
    model = existing_model(model_id)
    return {**model, "Cache-Control": "max-age=3600", "X-Model-Version": model["version"]}
# endregion
