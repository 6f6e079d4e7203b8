# says: The header X-Model-Version is not this model's version.
# from: the example in the TODO, copied
# region 3.3
@app.get("/models/{model_id}")
def get_model(model_id: int, response: Response):
    model = existing_model(model_id)
    response.headers["Cache-Control"] = "max-age=3600"
    response.headers["X-Model-Version"] = "3"
    return model
# endregion
