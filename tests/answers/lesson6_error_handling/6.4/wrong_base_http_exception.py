# says: Nothing handles an unexpected exception yet.
# from: https://github.com/fastapi/fastapi/issues/2750 (a handler for StarletteHTTPException is no handler for Exception)
# also: 6.1
# region 6.4
from starlette.exceptions import HTTPException as StarletteHTTPException


@app.exception_handler(StarletteHTTPException)
async def failed(request: Request, exc: StarletteHTTPException):
    number = uuid.uuid4().hex
    logger.error("request %s", number, exc_info=exc)
    return JSONResponse(
        status_code=exc.status_code, content={"message": "Sorry.", "request_id": number}
    )
# endregion
