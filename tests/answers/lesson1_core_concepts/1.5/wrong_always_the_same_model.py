# says: The benchmark was not run for the model that was asked for.
# from: the path parameter declared, and then not used
# region 1.5
@app.get("/models/{model_id}/benchmark")
def benchmark(model_id: int):
    return {"score": services.run_benchmark(1)}
# endregion
