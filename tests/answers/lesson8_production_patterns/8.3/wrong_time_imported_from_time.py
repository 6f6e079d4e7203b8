# says: X-Process-Time is measured with the time of day
# from: from time import time
# region 8.3
from time import time


@app.middleware("http")
async def stamp(request: Request, call_next):
    began = time()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    try:
        response = await call_next(request)
    except Exception:
        logger.exception("request %s failed", request_id)
        response = JSONResponse({"detail": "Internal Server Error"}, status_code=500)
    response.headers["X-Process-Time"] = f"{time() - began:.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
