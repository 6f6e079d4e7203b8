# says: services.write_audit() failed, and the log does not say why.
# from: https://github.com/fastapi/fastapi/pull/14599 (silent failures of background tasks)
# region 7.2
def isolated(task: Callable[[int], None], model_id: int) -> None:
    try:
        task(model_id)
    except Exception:
        pass


@app.post("/models/{model_id}/publish")
def publish(model_id: int, tasks: BackgroundTasks) -> dict[str, int]:
    tasks.add_task(isolated, services.write_audit, model_id)
    tasks.add_task(isolated, services.clear_cache, model_id)
    return {"published": model_id}
# endregion
