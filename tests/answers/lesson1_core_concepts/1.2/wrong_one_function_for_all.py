# says: One function answers GET /models
# from: the guide's own text, which shows the five decorators in a row above one function
# also: 1.3
# region 1.2
class Model(BaseModel):
    name: str
    framework: str
    description: str | None = None


@app.get("/models")
@app.post("/models")
@app.get("/models/{model_id}")
@app.patch("/models/{model_id}")
@app.delete("/models/{model_id}")
def models(model_id: int, model: Model):
    return store.all_models()
# endregion
# region 1.2
# endregion
