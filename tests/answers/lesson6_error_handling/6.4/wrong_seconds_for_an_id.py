# says: Two requests at the same moment got the same request_id: it is a time.
# from: a mistake that learners make: the present time is taken for an id
# region 6.4
import time


@app.exception_handler(Exception)
async def unexpected(request: Request, exc: Exception) -> JSONResponse:
    request_id = str(int(time.time()))
    logger.error("Request %s to %s failed", request_id, request.url.path, exc_info=exc)
    message = "Something went wrong. Tell us the request_id, and we can look it up."
    content = {"message": message, "request_id": request_id}
    return JSONResponse(status_code=500, content=content)
# endregion
