# says: The body is not the model.
# from: https://github.com/spec-first/connexion/pull/425 (how Flask people write it)
# region 3.3
@app.get("/models/{model_id}")
def get_model(model_id: int):
    model = existing_model(model_id)
    return model, 200, {"Cache-Control": "max-age=3600"}
# endregion
