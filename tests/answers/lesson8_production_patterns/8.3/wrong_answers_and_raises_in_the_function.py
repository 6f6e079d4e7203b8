# says: An answer with status 500 has no X-Process-Time.
# from: a learner's try, after the words "answer 500 and raise it again": only a class can do both
# region 8.3
@app.middleware("http")
async def stamp(request: Request, call_next):
    began = time.perf_counter()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    try:
        response = await call_next(request)
    except Exception:
        logger.exception("request %s failed", request_id)
        response = JSONResponse({"detail": "Internal Server Error"}, status_code=500)
        response.headers["X-Process-Time"] = f"{time.perf_counter() - began:.4f}"
        response.headers["X-Request-ID"] = request_id
        raise
    response.headers["X-Process-Time"] = f"{time.perf_counter() - began:.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
