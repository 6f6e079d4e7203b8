# region 6.2
def on_registry_error(request: Request, exc: Exception):
    logger.exception("registry", exc_info=exc)
    return JSONResponse({"message": "Try again in a minute."}, 503, headers={"Retry-After": "60"})


app.add_exception_handler(registry.RegistryError, on_registry_error)
# endregion
