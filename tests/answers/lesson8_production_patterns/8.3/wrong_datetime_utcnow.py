# says: X-Process-Time is measured with the time of day
# from: the same in UTC: no clock change in spring, but it is set all the same
# region 8.3
import datetime


@app.middleware("http")
async def stamp(request: Request, call_next):
    began = datetime.datetime.utcnow()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    try:
        response = await call_next(request)
    except Exception:
        logger.exception("request %s failed", request_id)
        response = JSONResponse({"detail": "Internal Server Error"}, status_code=500)
    response.headers["X-Process-Time"] = f"{(datetime.datetime.utcnow() - began).total_seconds():.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
