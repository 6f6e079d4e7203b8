# A number that goes up is new for each request as well.
# region 6.4
import itertools

numbers = itertools.count(1)


@app.exception_handler(Exception)
async def unexpected(request: Request, exc: Exception) -> JSONResponse:
    request_id = f"req-{next(numbers)}"
    logger.error("Request %s to %s failed", request_id, request.url.path, exc_info=exc)
    message = "Something went wrong. Tell us the request_id, and we can look it up."
    content = {"message": message, "request_id": request_id}
    return JSONResponse(status_code=500, content=content)
# endregion
