# says: services.write_audit() failed, and services.clear_cache() did not run any more.
# from: https://github.com/Kludex/starlette/issues/3195 (the first exception skips the rest of the block)
# region 7.2
def after_publishing(model_id: int) -> None:
    try:
        services.write_audit(model_id)
        services.clear_cache(model_id)
    except Exception:
        log.exception("after publishing %s", model_id)


@app.post("/models/{model_id}/publish")
def publish(model_id: int, tasks: BackgroundTasks) -> dict[str, int]:
    tasks.add_task(after_publishing, model_id)
    return {"published": model_id}
# endregion
