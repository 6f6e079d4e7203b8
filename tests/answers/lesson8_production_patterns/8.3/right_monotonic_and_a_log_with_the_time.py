# region 8.3
from datetime import datetime
from time import monotonic


@app.middleware("http")
async def stamp(request: Request, call_next):
    began, at = monotonic(), datetime.now()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    try:
        response = await call_next(request)
    except Exception:
        logger.exception("request %s of %s failed", request_id, at)
        response = JSONResponse({"detail": "Internal Server Error"}, status_code=500)
    response.headers["X-Process-Time"] = f"{monotonic() - began:.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
