# region 8.5
@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/health")
async def health(response: Response):
    parts = {}
    for name, check in (
        ("database", services.check_database),
        ("storage", services.check_storage),
    ):
        try:
            await asyncio.wait_for(check(), timeout=services.PATIENCE)
        except Exception as error:
            logger.error("%s: %r", name, error)
            parts[name] = "down"
        else:
            parts[name] = "ok"
    if "down" in parts.values():
        response.status_code = 503
        return {"status": "unavailable", "parts": parts}
    return {"status": "ok", "parts": parts}
# endregion
