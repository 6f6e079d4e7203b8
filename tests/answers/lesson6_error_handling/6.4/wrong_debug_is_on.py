# says: The whole traceback went out to the client.
# from: https://github.com/fastapi/fastapi/issues/16254 (debug=True answers with the traceback, whatever the handler says)
# region 6.4
app.debug = True


@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    number = uuid.uuid4().hex
    logger.error("%s", number, exc_info=exc)
    return JSONResponse(status_code=500, content={"message": "Sorry.", "request_id": number})
# endregion
