# says: services.clear_cache() was not called.
# from: https://github.com/fastapi/fastapi/issues/11215
# region 7.2
from fastapi.responses import JSONResponse


def isolated(task: Callable[[int], None], model_id: int) -> None:
    try:
        task(model_id)
    except Exception:
        log.exception("a task for %s failed", model_id)


@app.post("/models/{model_id}/publish")
def publish(model_id: int, tasks: BackgroundTasks) -> JSONResponse:
    tasks.add_task(isolated, services.clear_cache, model_id)
    audit = BackgroundTask(isolated, services.write_audit, model_id)
    return JSONResponse({"published": model_id}, background=audit)
# endregion
