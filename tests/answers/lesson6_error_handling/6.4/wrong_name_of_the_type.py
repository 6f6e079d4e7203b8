# says: Details of the exception went out to the client.
# from: https://github.com/agentrust-io/cmcp/issues/180
# region 6.4
@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    number = uuid.uuid4().hex
    logger.error("%s", number, exc_info=exc)
    content = {"message": f"Failed with {type(exc).__name__}", "request_id": number}
    return JSONResponse(status_code=500, content=content)
# endregion
