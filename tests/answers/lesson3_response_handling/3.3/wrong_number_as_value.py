# says: Your code raised an AttributeError.
# from: https://github.com/kennethreitz/responder/pull/158 and https://github.com/fastapi/fastapi/issues/4451
# region 3.3
@app.get("/models/{model_id}")
def get_model(model_id: int, response: Response):
    model = existing_model(model_id)
    response.headers["Cache-Control"] = "max-age=3600"
    response.headers["X-Model-Version"] = model["version"]
    return model
# endregion
