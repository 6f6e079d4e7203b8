# says: logger.info is too quiet
# from: a mistake that learners make: info is taken for the usual level
# region 6.2
@app.exception_handler(registry.RegistryError)
async def registry_failed(request: Request, exc: registry.RegistryError) -> JSONResponse:
    logger.info("The registry did not answer %s", request.url.path, exc_info=exc)
    message = "The registry cannot be reached. Please try again later."
    return JSONResponse(status_code=503, content={"message": message})
# endregion
