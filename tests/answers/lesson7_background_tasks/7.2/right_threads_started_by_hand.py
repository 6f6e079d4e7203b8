# region 7.2
import asyncio

kept = set()


def isolated(task, model_id: int) -> None:
    try:
        task(model_id)
    except Exception:
        log.exception("a task failed")


@app.post("/models/{model_id}/publish")
async def publish(model_id: int) -> dict[str, int]:
    for service in (services.write_audit, services.clear_cache):
        task = asyncio.create_task(asyncio.to_thread(isolated, service, model_id))
        kept.add(task)
        task.add_done_callback(kept.discard)
    return {"published": model_id}
# endregion
