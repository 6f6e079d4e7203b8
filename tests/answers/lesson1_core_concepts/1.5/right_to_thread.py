# region 1.5
import asyncio


@app.get("/models/{model_id}/benchmark")
async def benchmark(model_id: int):
    return {"score": await asyncio.to_thread(services.run_benchmark, model_id)}
# endregion
