# says: The 503 has no message.
# from: HTTPException's `detail` carried over; the step asks for `message`
# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(request: Request, exc: registry.RegistryError):
    logger.error("registry", exc_info=exc)
    return JSONResponse(status_code=503, content={"detail": "The registry is down."})
# endregion
