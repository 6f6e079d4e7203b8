# says: An exception (RegistryError) is not answered with 503.
# from: https://github.com/fastapi/fastapi/issues/1929 (the suggested handler answers 200)
# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(request: Request, exc: registry.RegistryError):
    logger.error("registry", exc_info=exc)
    return JSONResponse({"message": "The registry is down."})
# endregion
