# says: A PATCH of only `name` also emptied `description`, which we did not send.
# from: https://github.com/lfnovo/open-notebook/pull/860
# region 1.2
class ModelCreate(BaseModel):
    name: str
    framework: str
    description: str | None = None


class ModelUpdate(BaseModel):
    name: str = ""
    framework: str = ""
    description: str | None = None


@app.get("/models")
def list_models():
    return store.all_models()


@app.post("/models")
def create_model(model: ModelCreate):
    return store.add(model.model_dump())
# endregion
# region 1.2
@app.get("/models/{model_id}")
def get_model(model_id: int):
    record = store.get(model_id)
    if record is None:
        raise HTTPException(status_code=404)
    return record


@app.patch("/models/{model_id}")
def update_model(model_id: int, changes: ModelUpdate):
    record = get_model(model_id)
    sent = changes.model_dump()
    return store.change(model_id, {k: v for k, v in sent.items() if v != ""})


@app.delete("/models/{model_id}")
def delete_model(model_id: int):
    if not store.remove(model_id):
        raise HTTPException(status_code=404)
    return {"deleted": True}
# endregion
