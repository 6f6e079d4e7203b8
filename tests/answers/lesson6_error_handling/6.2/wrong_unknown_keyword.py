# says: Your handler raised TypeError.
# from: a mistake that learners make: JSONResponse is given another framework's words
# region 6.2
@app.exception_handler(registry.RegistryError)
async def registry_failed(request: Request, exc: registry.RegistryError) -> JSONResponse:
    logger.error("The registry did not answer %s", request.url.path, exc_info=exc)
    message = "The registry cannot be reached. Please try again later."
    return JSONResponse(status=503, content={"message": message})
# endregion
