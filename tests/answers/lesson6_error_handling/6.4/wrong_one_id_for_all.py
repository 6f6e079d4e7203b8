# says: Two requests got the same request_id.
# from: a value made where it is named, once, at the start of the program, as with a default in Python
# region 6.4
REQUEST_ID = uuid.uuid4().hex


@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    logger.error("request %s", REQUEST_ID, exc_info=exc)
    return JSONResponse(status_code=500, content={"message": "Sorry.", "request_id": REQUEST_ID})
# endregion
