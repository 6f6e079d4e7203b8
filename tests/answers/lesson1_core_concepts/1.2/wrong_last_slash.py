# says: /models was sent elsewhere instead of being answered.
# from: https://github.com/fastapi/fastapi/issues/2060
# region 1.2
class ModelCreate(BaseModel):
    name: str
    framework: str
    description: str | None = None


@app.get("/models/")
def list_models():
    return store.all_models()


@app.post("/models/")
def create_model(model: ModelCreate):
    return store.add(model.model_dump())
# endregion
# region 1.2
# endregion
