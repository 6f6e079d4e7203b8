# region 3.3
@app.get("/models/{model_id}")
def get_model(model_id: int):
    model = existing_model(model_id)
    headers = {"cache-control": "public, max-age=3600", "x-model-version": str(model["version"])}
    return JSONResponse(model, headers=headers)
# endregion
