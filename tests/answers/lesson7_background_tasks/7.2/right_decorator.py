# region 7.2
import functools


def logged(function):
    @functools.wraps(function)
    def run(*args, **kwargs):
        try:
            function(*args, **kwargs)
        except Exception as error:
            log.warning("a task failed", exc_info=error)

    return run


@app.post("/models/{model_id}/publish")
def publish(model_id: int, tasks: BackgroundTasks):
    tasks.add_task(logged(services.clear_cache), model_id)
    tasks.add_task(logged(services.write_audit), model_id=model_id)
    return {"published": model_id}
# endregion
