# region 7.2
import asyncio


async def both(model_id: int) -> None:
    results = await asyncio.gather(
        asyncio.to_thread(services.write_audit, model_id),
        asyncio.to_thread(services.clear_cache, model_id),
        return_exceptions=True,
    )
    for result in results:
        if isinstance(result, Exception):
            log.error("after publishing %s", model_id, exc_info=result)


@app.post("/models/{model_id}/publish")
async def publish(model_id: int, tasks: BackgroundTasks) -> dict[str, int]:
    tasks.add_task(both, model_id)
    return {"published": model_id}
# endregion
