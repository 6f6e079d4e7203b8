# says: The detail does not name what it is about
# from: HTTPException(404) alone says "Not Found", as an unknown path does (fastapi's default detail)
# region 6.1
@app.get("/models/{model_id}")
def get_model(model_id: int):
    model = store.get(model_id)
    if model is None:
        raise HTTPException(404)
    return model
# endregion
