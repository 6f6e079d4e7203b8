# says: There is no X-Model-Version header.
# from: https://fastapi.tiangolo.com/tutorial/header-params/#automatic-conversion (which is about headers that come in)
# region 3.3
@app.get("/models/{model_id}")
def get_model(model_id: int, response: Response):
    model = existing_model(model_id)
    response.headers["Cache-Control"] = "max-age=3600"
    response.headers["x_model_version"] = str(model["version"])
    return model
# endregion
