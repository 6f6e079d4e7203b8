# says: Your code raised a NameError.
# from: the same without the import, which this file does not have
# region 8.5
@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "ok"}


async def state_of(name: str, check: Callable[[], Awaitable[None]]) -> str:
    try:
        async with asyncio.timeout(services.PATIENCE):
            await check()
    except Exception:
        logger.warning("%s is down", name, exc_info=True)
        return "down"
    return "ok"


@app.get("/health")
async def health(response: Response) -> dict[str, Any]:
    checks = {"database": services.check_database, "storage": services.check_storage}
    states = await asyncio.gather(*(state_of(*part) for part in checks.items()))
    ready = all(state == "ok" for state in states)
    parts = dict(zip(checks, states, strict=True))
    if not ready:
        raise HTTPException(503, {"status": "unavailable", "parts": parts})
    return {"status": "ok" if ready else "unavailable", "parts": parts}
# endregion
