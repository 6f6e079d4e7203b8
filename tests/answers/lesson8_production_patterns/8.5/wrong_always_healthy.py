# says: /health says that the database is well without asking it.
# from: the guide's own text
# region 8.5
@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/health")
async def health():
    return {"status": "ok", "parts": {"database": "ok", "storage": "ok"}}
# endregion
