# says: logger.info is too quiet
# from: a mistake that learners make: info is taken for the usual level
# region 6.4
@app.exception_handler(Exception)
async def unexpected(request: Request, exc: Exception) -> JSONResponse:
    request_id = uuid.uuid4().hex
    logger.info("Request %s to %s failed", request_id, request.url.path, exc_info=exc)
    message = "Something went wrong. Tell us the request_id, and we can look it up."
    content = {"message": message, "request_id": request_id}
    return JSONResponse(status_code=500, content=content)
# endregion
