# region 1.2
class Model(BaseModel):
    name: str
    framework: str
    description: str | None = None


class Changes(Model):
    name: str = "unused"
    framework: str = "unused"


@app.get("/models")
def models():
    return [record for record in store.all_models()]


@app.post("/models")
def new_model(data: Model):
    return store.add({"name": data.name, "framework": data.framework, "description": data.description})
# endregion
# region 1.2
@app.get("/models/{id}")
def one_model(id: int):
    record = store.get(id)
    if not record:
        raise HTTPException(status_code=404, detail=f"no model {id}")
    return record


@app.patch("/models/{id}")
def change_model(id: int, data: Changes):
    record = one_model(id)
    kept = Model(**{key: record[key] for key in Model.model_fields})
    changed = kept.model_copy(update={key: getattr(data, key) for key in data.model_fields_set})
    return store.change(id, changed.model_dump())


@app.delete("/models/{id}")
def remove_model(id: int):
    one_model(id)
    store.remove(id)
    return f"model {id} is gone"
# endregion
