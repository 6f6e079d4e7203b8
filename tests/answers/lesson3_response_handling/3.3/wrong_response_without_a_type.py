# says: Your parameter `response` has no type, so FastAPI looks for it in the query.
# from: https://fastapi.tiangolo.com/advanced/response-headers/ (it is the type that hands the response in)
# region 3.3
@app.get("/models/{model_id}")
def one_model(model_id: int, response):
    model = existing_model(model_id)
    response.headers["Cache-Control"] = "max-age=3600"
    response.headers["X-Model-Version"] = str(model["version"])
    return model
# endregion
