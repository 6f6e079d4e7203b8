# says: The log has a line, but the request_id of the answer is not in it.
# from: https://github.com/internetarchive/openlibrary/issues/13280 (no id in the log, so nothing to search for)
# region 6.4
@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    logger.error("unexpected", exc_info=exc)
    content = {"message": "Sorry.", "request_id": uuid.uuid4().hex}
    return JSONResponse(status_code=500, content=content)
# endregion
