# region 8.5
@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/health")
async def health() -> JSONResponse:
    tasks = {
        "database": asyncio.create_task(services.check_database()),
        "storage": asyncio.create_task(services.check_storage()),
    }
    _, late = await asyncio.wait(tasks.values(), timeout=services.PATIENCE)
    for task in late:
        task.cancel()
    parts = {
        name: "down" if task in late or task.exception() else "ok" for name, task in tasks.items()
    }
    well = "down" not in parts.values()
    body = {"status": "ok" if well else "unavailable", "parts": parts, "version": "1.0.0"}
    return JSONResponse(body, status_code=200 if well else 503)
# endregion
