# says: services.write_audit() failed, and services.clear_cache() did not run any more.
# from: https://github.com/fastapi/fastapi/issues/2505 (what a task raises is out of the route's reach)
# region 7.2
@app.post("/models/{model_id}/publish")
def publish(model_id: int, tasks: BackgroundTasks) -> dict[str, int]:
    try:
        tasks.add_task(services.write_audit, model_id)
        tasks.add_task(services.clear_cache, model_id)
    except Exception:
        log.exception("after publishing %s", model_id)
    return {"published": model_id}
# endregion
