# says: What the route raised is not in the log
# from: an `except` that answers and keeps quiet, so that nobody hears of the failure
# region 8.3
@app.middleware("http")
async def stamp(request: Request, call_next):
    began = time.perf_counter()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    try:
        response = await call_next(request)
    except Exception:
        response = JSONResponse({"detail": "Internal Server Error"}, status_code=500)
    response.headers["X-Process-Time"] = f"{time.perf_counter() - began:.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
