# region 6.4
import traceback


async def failed(request, error):
    number = str(uuid.uuid4())
    logger.error(f"{number}: " + "".join(traceback.format_exception(error)))
    return JSONResponse({"message": "Sorry.", "request_id": number}, status_code=500)


app.add_exception_handler(Exception, failed)
# endregion
