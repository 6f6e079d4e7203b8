# says: Your parameter `data` has no type, so FastAPI looks for it in the query.
# from: https://fastapi.tiangolo.com/tutorial/body/ (the type says that it is the body)
# region 1.2
from pydantic import Field, field_validator


class Fields(BaseModel):
    description: str | None = None


class NewModel(Fields):
    name: str = Field(..., min_length=1)
    framework: str


class Changes(Fields):
    name: str | None = None
    framework: str | None = None

    @field_validator("name", "framework")
    @classmethod
    def not_null(cls, value):
        if value is None:
            raise ValueError("may not be null")
        return value


@app.get("/models")
async def models():
    return store.all_models()


@app.post("/models", status_code=201)
async def new_model(data):
    return store.add(dict(data))
# endregion
# region 1.2
@app.get("/models/{model_id}")
async def one_model(model_id: int):
    if (record := store.get(model_id)) is not None:
        return record
    raise HTTPException(404)


@app.patch("/models/{model_id}")
async def change_model(model_id: int, data: Changes):
    record = await one_model(model_id)
    return store.change(record["id"], data.model_dump(exclude_unset=True))


@app.delete("/models/{model_id}", status_code=204)
async def remove_model(model_id: int):
    if store.remove(model_id) is False:
        raise HTTPException(404)
# endregion
