# says: The status stands in the body, and the answer itself says 200.
# from: Flask's way, which FastAPI turns into a list; seen on 0.165
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
        return {"status": "unavailable", "parts": parts}, 503
    return {"status": "ok", "parts": parts}
# endregion
