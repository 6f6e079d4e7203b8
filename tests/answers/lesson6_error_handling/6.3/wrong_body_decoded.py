# says: made your handler crash.
# from: logging the body from the handler, as https://github.com/nbramia/LifeOS/pull/1036 decodes bytes in it
# region 6.3
@app.exception_handler(RequestValidationError)
async def invalid(request: Request, exc: RequestValidationError):
    if isinstance(exc.body, bytes):
        logger.info("refused: %s", exc.body.decode())
    errors = [{"loc": e["loc"], "msg": e["msg"]} for e in exc.errors()]
    return JSONResponse(status_code=400, content={"message": "Not valid.", "errors": errors})
# endregion
