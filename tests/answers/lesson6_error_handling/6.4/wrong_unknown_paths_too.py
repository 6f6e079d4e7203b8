# says: The answer for a path that does not exist is not what it was.
# from: https://github.com/zauberzeug/nicegui/pull/5974 (a handler for 404 wins over FastAPI's own)
# also: 6.1
# region 6.4
@app.exception_handler(404)
async def missing(request: Request, exc: HTTPException):
    return JSONResponse(status_code=404, content={"message": "Not found."})


@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    number = uuid.uuid4().hex
    logger.error("request %s", number, exc_info=exc)
    return JSONResponse(status_code=500, content={"message": "Sorry.", "request_id": number})
# endregion
