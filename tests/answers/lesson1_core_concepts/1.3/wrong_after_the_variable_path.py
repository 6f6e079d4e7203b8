# says: /models/latest was taken for /models/{model_id}.
# from: https://github.com/fastapi/full-stack-fastapi-template/issues/533
# region 1.3
# endregion
# region 1.3
@app.get("/models/latest")
def latest_model():
    return store.latest()
# endregion
