# says: The header Cache-Control does not say one hour.
# from: a memo on the header that lists `Cache-Control: 3600` among the mistakes (found without its address)
# region 3.3
@app.get("/models/{model_id}")
def get_model(model_id: int, response: Response):
    model = existing_model(model_id)
    response.headers["Cache-Control"] = "3600"
    response.headers["X-Model-Version"] = str(model["version"])
    return model
# endregion
