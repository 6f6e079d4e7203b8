# says: The 503 has no message.
# from: HTTPException as the way to any error; FastAPI does handle it there, in its own shape
# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(request: Request, exc: registry.RegistryError):
    logger.error("registry", exc_info=exc)
    raise HTTPException(status_code=503, detail="The registry is down.")
# endregion
