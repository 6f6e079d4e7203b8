# says: A path parameter has a default, but it is always there
# from: https://github.com/Apress/Build-High-Performance-Web-Apps-with-FastAPI-by-Malhar-Lathkar/issues/2
# region 2.1
@app.get("/models/{model_id}")
def get_model(model_id: int = Path(None, ge=1)):
    return store.get_model(model_id)
# endregion
