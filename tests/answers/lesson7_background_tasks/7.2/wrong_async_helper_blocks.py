# says: While services.write_audit() runs, no other request is answered.
# from: https://github.com/fastapi/fastapi/issues/611
# region 7.2
async def isolated(task: Callable[[int], None], model_id: int) -> None:
    try:
        task(model_id)
    except Exception:
        log.exception("a task for %s failed", model_id)


@app.post("/models/{model_id}/publish")
async def publish(model_id: int, tasks: BackgroundTasks) -> dict[str, int]:
    tasks.add_task(isolated, services.write_audit, model_id)
    tasks.add_task(isolated, services.clear_cache, model_id)
    return {"published": model_id}
# endregion
