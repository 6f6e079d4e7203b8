# region 3.2
@app.post("/models", status_code=201)
async def create_model(model: ModelCreate):
    kept = store.add_model(**model.model_dump())
    return JSONResponse(kept, status_code=201, headers={"Location": f"/models/{kept['id']}"})


@app.delete("/models/{model_id}", status_code=204, response_class=Response)
def delete_model(model_id: int):
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404)
# endregion
