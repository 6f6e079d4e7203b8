# says: Your code raised a BdbQuit.
# from: a breakpoint() from a search for a mistake, left in
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
    breakpoint()
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
    get_model(model_id)
    return store.change(model_id, changes.model_dump(exclude_unset=True))


@app.delete("/models/{model_id}")
def delete_model(model_id: int):
    if not store.remove(model_id):
        raise HTTPException(status_code=404)
    return {"deleted": True}
# endregion
