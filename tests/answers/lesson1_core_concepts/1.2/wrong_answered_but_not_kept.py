# says: The new model was not kept.
# from: the client's own data sent back, with an id made up on the way
# region 1.2
class ModelCreate(BaseModel):
    name: str
    framework: str
    description: str | None = None


@app.get("/models")
def list_models():
    return store.all_models()


@app.post("/models")
def create_model(model: ModelCreate):
    return {"id": len(store.all_models()) + 1, **model.model_dump()}
# endregion
# region 1.2
@app.get("/models/{model_id}")
def get_model(model_id: int):
    record = store.get(model_id)
    if record is None:
        raise HTTPException(status_code=404)
    return record
# endregion
