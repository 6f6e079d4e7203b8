# says: The model's id is text: the path's parameter has no type.
# from: a learner's try: the parameter's type is left out
# region 7.2
def isolated(task, model_id) -> None:
    try:
        task(model_id)
    except Exception:
        log.exception("a task failed")


@app.post("/models/{model_id}/publish")
def publish(model_id, tasks: BackgroundTasks):
    tasks.add_task(isolated, services.write_audit, model_id)
    tasks.add_task(isolated, services.clear_cache, model_id)
    return {"published": model_id}
# endregion
