# says: A model that does not exist did not get a 404.
# from: https://fastapi.tiangolo.com/tutorial/handling-errors/ (return HTTPException sends it as a body, with 200)
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
    return store.add(model.model_dump())
# endregion
# region 1.2
@app.get("/models/{model_id}")
def get_model(model_id: int):
    record = store.get(model_id)
    if record is None:
        return HTTPException(status_code=404, detail="There is no such model.")
    return record
# endregion
