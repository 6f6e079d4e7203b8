# says: Details of the registry's failure went out to the client.
# from: https://www.bhavaniravi.com/python/fastapi/the-pain-of-building-a-centralized-error-handler-in-fastapi (content={"message": str(exc)})
# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(request: Request, exc: registry.RegistryError):
    logger.error("registry", exc_info=exc)
    return JSONResponse(status_code=503, content={"message": str(exc)})
# endregion
