# region 6.4
import secrets


@app.exception_handler(500)
def failed(request: Request, error: Exception):
    number = secrets.token_hex(8)
    logger.critical(f"[{number}] {request.method} {request.url}", exc_info=error)
    return JSONResponse({"message": "Sorry.", "request_id": number}, 500, {"X-Request-ID": number})
# endregion
