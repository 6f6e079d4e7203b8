# says: The handler returned a dict; it has to return a response.
# from: https://github.com/Eshajha19/agri/issues/2022
# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(request: Request, exc: registry.RegistryError):
    logger.error("registry", exc_info=exc)
    return {"message": "The registry is down."}
# endregion
