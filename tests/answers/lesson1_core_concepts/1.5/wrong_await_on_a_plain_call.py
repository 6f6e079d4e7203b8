# says: Your code raised a TypeError.
# from: await written in front of every call, also of one that gives a plain number
# region 1.5
@app.get("/models/{model_id}/benchmark")
async def benchmark(model_id: int):
    return {"score": await services.run_benchmark(model_id)}
# endregion
