# says: Your line for the log could not be written: its %s and its values do not match.
# from: a mistake that learners make: logger.error() is called like print()
# region 6.4
@app.exception_handler(Exception)
async def unexpected(request: Request, exc: Exception) -> JSONResponse:
    request_id = uuid.uuid4().hex
    logger.error("Unhandled", request_id, exc_info=exc)
    message = "Something went wrong. Tell us the request_id, and we can look it up."
    content = {"message": message, "request_id": request_id}
    return JSONResponse(status_code=500, content=content)
# endregion
