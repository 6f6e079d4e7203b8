# says: There is no Cache-Control header.
# from: https://github.com/fastapi/fastapi/issues/2226
# region 3.3
@app.get("/models/{model_id}")
def get_model(model_id: int, response: Response):
    model = existing_model(model_id)
    response.headers["Cache-Control"] = "max-age=3600"
    response.headers["X-Model-Version"] = str(model["version"])
    return JSONResponse(model)
# endregion
