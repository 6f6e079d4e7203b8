# says: Header() is for routes: FastAPI fills in no parameters of a middleware.
# from: a learner's try: what works in a route, in a middleware
# also: 8.1 8.2 8.4 8.5 8.6
# region 8.3
from fastapi import Header


@app.middleware("http")
async def stamp(request: Request, call_next, x_request_id: str | None = Header(None)):
    began = time.perf_counter()
    request_id = x_request_id or str(uuid.uuid4())
    try:
        response = await call_next(request)
    except Exception:
        logger.exception("request %s failed", request_id)
        response = JSONResponse({"detail": "Internal Server Error"}, status_code=500)
    response.headers["X-Process-Time"] = f"{time.perf_counter() - began:.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
