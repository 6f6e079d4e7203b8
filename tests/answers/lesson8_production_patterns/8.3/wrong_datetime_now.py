# says: X-Process-Time is measured with the time of day
# from: the difference of two datetimes, as in many tutorials
# region 8.3
from datetime import datetime


@app.middleware("http")
async def stamp(request: Request, call_next):
    began = datetime.now()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    try:
        response = await call_next(request)
    except Exception:
        logger.exception("request %s failed", request_id)
        response = JSONResponse({"detail": "Internal Server Error"}, status_code=500)
    response.headers["X-Process-Time"] = f"{(datetime.now() - began).total_seconds():.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
