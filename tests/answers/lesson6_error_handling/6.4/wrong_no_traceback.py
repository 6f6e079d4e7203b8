# says: The log has the request_id, but not the exception with its traceback.
# from: https://github.com/litestar-org/litestar/issues/3071 (logger.exception in a sync handler)
# region 6.4
@app.exception_handler(Exception)
def failed(request: Request, exc: Exception):
    number = uuid.uuid4().hex
    logger.exception("request %s", number)
    return JSONResponse(status_code=500, content={"message": "Sorry.", "request_id": number})
# endregion
