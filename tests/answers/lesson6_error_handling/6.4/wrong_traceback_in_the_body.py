# says: Details of the exception went out to the client.
# from: https://github.com/fastapi/fastapi/issues/1241
# region 6.4
import traceback


@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    number = uuid.uuid4().hex
    logger.error("%s", number, exc_info=exc)
    trace = traceback.format_exc()
    content = {"message": "Sorry.", "request_id": number, "trace": trace}
    return JSONResponse(status_code=500, content=content)
# endregion
