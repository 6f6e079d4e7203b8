# says: We sent `name` in the JSON body; your app looks for it in the query.
# from: https://github.com/fastapi/fastapi/issues/895
# region 1.2
@app.get("/models")
def list_models():
    return store.all_models()


@app.post("/models")
def create_model(name: str, framework: str, description: str | None = None):
    return store.add({"name": name, "framework": framework, "description": description})
# endregion
# region 1.2
@app.get("/models/{model_id}")
def get_model(model_id: int):
    record = store.get(model_id)
    if record is None:
        raise HTTPException(status_code=404)
    return record
# endregion
