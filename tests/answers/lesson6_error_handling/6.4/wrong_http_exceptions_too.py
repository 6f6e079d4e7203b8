# says: The answer for an HTTPException (401) is not what it was.
# from: https://github.com/AstrBotDevs/AstrBot/pull/9271 (review: the handler drops WWW-Authenticate)
# region 6.4
@app.exception_handler(HTTPException)
async def refused(request: Request, exc: HTTPException):
    return JSONResponse(status_code=exc.status_code, content={"detail": exc.detail})


@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    number = uuid.uuid4().hex
    logger.error("request %s", number, exc_info=exc)
    return JSONResponse(status_code=500, content={"message": "Sorry.", "request_id": number})
# endregion
