# says: The log has a line, but not the exception with its traceback.
# from: https://github.com/litestar-org/litestar/issues/3071 (a sync handler runs in a thread: NoneType: None)
# region 6.2
@app.exception_handler(registry.RegistryError)
def handle(request: Request, exc: registry.RegistryError):
    logger.exception("The registry is down")
    return JSONResponse(status_code=503, content={"message": "The registry is down."})
# endregion
