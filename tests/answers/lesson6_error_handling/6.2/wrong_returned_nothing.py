# says: The handler returned nothing; it has to return a response.
# from: https://github.com/baserow/baserow/issues/3709 (TypeError: 'NoneType' object is not callable)
# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(request: Request, exc: registry.RegistryError):
    logger.error("registry", exc_info=exc)
    JSONResponse(status_code=503, content={"message": "The registry is down."})
# endregion
