# says: The handler cannot be called: it gets the request and the exception.
# from: Flask (github.com/mitsuhiko/flask/commit/06f2be3): its error handlers take the error alone
# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(exc: registry.RegistryError):
    logger.error("registry", exc_info=exc)
    return JSONResponse(status_code=503, content={"message": "The registry is down."})
# endregion
