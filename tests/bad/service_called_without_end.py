# what: calls a service without an end, with large arguments
# steps: 1.5
# step: 1.5 failed
# says: Your program logged, or called what it was given, without an end
# solved: 1.1
@app.get("/models/{model_id}/benchmark")
def benchmark(model_id: int):
    while True:
        services.run_benchmark("x" * 50_000)
