# says: The handler returned nothing; it has to return a response.
# from: https://github.com/baserow/baserow/issues/3709 (TypeError: 'NoneType' object is not callable)
# region 6.4
@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    number = uuid.uuid4().hex
    logger.error("request %s", number, exc_info=exc)
    JSONResponse(status_code=500, content={"message": "Sorry.", "request_id": number})
# endregion
