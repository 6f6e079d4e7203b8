# says: Your line for the log could not be written: its %s and its values do not match.
# from: a mistake that learners make: logger.error() is called like print()
# region 6.2
@app.exception_handler(registry.RegistryError)
async def registry_failed(request: Request, exc: registry.RegistryError) -> JSONResponse:
    logger.error("The registry failed", exc)
    message = "The registry cannot be reached. Please try again later."
    return JSONResponse(status_code=503, content={"message": message})
# endregion
