# region 7.2
def after_publishing(model_id: int) -> None:
    try:
        services.write_audit(model_id)
    except Exception as error:
        logging.error("audit log: %s", error)
    try:
        services.clear_cache(model_id)
    except Exception as error:
        logging.error(f"cache: {error!r}")


@app.post("/models/{model_id}/publish")
async def publish(model_id: int, background_tasks: BackgroundTasks):
    background_tasks.add_task(after_publishing, model_id)
    return {"published": model_id}
# endregion
