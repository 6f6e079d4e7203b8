# says: services.clear_cache() failed, and services.write_audit() did not run any more.
# from: https://github.com/Kludex/starlette/issues/3195 (only the task that was seen to fail is moved to the end)
# region 7.2
def audit(model_id: int) -> None:
    try:
        services.write_audit(model_id)
    except Exception:
        log.exception("audit log of %s", model_id)


@app.post("/models/{model_id}/publish")
def publish(model_id: int, tasks: BackgroundTasks) -> dict[str, int]:
    tasks.add_task(services.clear_cache, model_id)
    tasks.add_task(audit, model_id)
    return {"published": model_id}
# endregion
