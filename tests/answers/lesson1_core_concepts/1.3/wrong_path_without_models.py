# says: /models/latest was taken for /models/{model_id}.
# from: the path shortened, as if /models in front were understood
# region 1.3
@app.get("/latest")
def latest_model():
    return store.latest()
# endregion
# region 1.3
# endregion
