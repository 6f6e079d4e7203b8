# says: The handler raised an HTTPException, and nothing handles that one.
# from: https://github.com/fastapi/fastapi/issues/4653 (the same in a middleware: outside of what handles HTTPException)
# region 6.4
@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    number = uuid.uuid4().hex
    logger.error("request %s", number, exc_info=exc)
    raise HTTPException(500, detail={"message": "Sorry.", "request_id": number})
# endregion
