# says: /health itself fails while the database is down.
# from: the first sketch of most people: the raise becomes a 500
# region 8.5
@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/health")
async def health():
    async with asyncio.timeout(services.PATIENCE):
        await services.check_database()
        await services.check_storage()
    return {"status": "ok", "parts": {"database": "ok", "storage": "ok"}}
# endregion
