# region 1.5
@app.get("/models/{model_id}/benchmark")
def benchmark(model_id: int):
    if store.get(model_id) is None:
        raise HTTPException(status_code=404, detail="There is no such model.")
    return {"score": services.run_benchmark(model_id)}
# endregion
