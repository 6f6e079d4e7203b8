# says: While the benchmark runs, no other request is answered.
# from: https://github.com/fastapi/fastapi/issues/2484; the guide's own text: "use async def by default"
# region 1.5
@app.get("/models/{model_id}/benchmark")
async def benchmark(model_id: int):
    return {"score": services.run_benchmark(model_id)}
# endregion
