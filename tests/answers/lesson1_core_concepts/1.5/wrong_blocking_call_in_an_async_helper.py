# says: While the benchmark runs, no other request is answered.
# from: https://github.com/fastapi/fastapi/issues/2488 (an async def around it does not make it give way)
# region 1.5
async def measured(model_id: int):
    return services.run_benchmark(model_id)


@app.get("/models/{model_id}/benchmark")
async def benchmark(model_id: int):
    return {"score": await measured(model_id)}
# endregion
