# says: The request_id is an address in memory, and those come again.
# from: a mistake that learners make: id() is taken for something that is new each time
# region 6.4
@app.exception_handler(Exception)
async def unexpected(request: Request, exc: Exception) -> JSONResponse:
    request_id = str(id(request))
    logger.error("Request %s to %s failed", request_id, request.url.path, exc_info=exc)
    message = "Something went wrong. Tell us the request_id, and we can look it up."
    content = {"message": message, "request_id": request_id}
    return JSONResponse(status_code=500, content=content)
# endregion
