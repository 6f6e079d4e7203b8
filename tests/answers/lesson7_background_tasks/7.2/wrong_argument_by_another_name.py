# says: services.write_audit() was not called: your task raised a TypeError.
# from: a learner's try: the helper hands the value over by a name that the services do not have
# region 7.2
def isolated(fn, id: int) -> None:
    try:
        fn(id=id)
    except Exception:
        log.exception("a task failed")


@app.post("/models/{model_id}/publish")
def publish(model_id: int, tasks: BackgroundTasks) -> dict[str, int]:
    tasks.add_task(isolated, services.write_audit, model_id)
    tasks.add_task(isolated, services.clear_cache, model_id)
    return {"published": model_id}
# endregion
