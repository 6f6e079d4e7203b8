# says: The body does not say that the database is down, and it alone.
# from: one try around everything
# region 8.5
@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/health")
async def health(response: Response):
    states = {"database": "ok", "storage": "ok"}
    try:
        async with asyncio.timeout(services.PATIENCE):
            await asyncio.gather(services.check_database(), services.check_storage())
    except Exception:
        states = {"database": "down", "storage": "down"}
        response.status_code = 503
        return {"status": "unavailable", "parts": states}
    return {"status": "ok", "parts": states}
# endregion
