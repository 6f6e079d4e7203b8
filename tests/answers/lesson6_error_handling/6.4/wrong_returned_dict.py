# says: The handler returned a dict; it has to return a response.
# from: https://github.com/Eshajha19/agri/issues/2022
# region 6.4
@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    number = uuid.uuid4().hex
    logger.error("request %s", number, exc_info=exc)
    return {"message": "Sorry.", "request_id": number}
# endregion
