# what: calls a service with an argument of ten megabytes, a NaN, and a deep nest
# steps: 1.5
# step: 1.5 failed
# says: The benchmark was not run for the model that was asked for.
# solved: 1.1
@app.get("/models/{model_id}/benchmark")
def benchmark(model_id: int):
    deep = []
    for _ in range(500):
        deep = [deep]
    services.run_benchmark("x" * 10_000_000)
    services.run_benchmark(float("nan"))
    services.run_benchmark(deep)
    return {"score": services.run_benchmark(object())}
