# says: The 500 tells the client what went wrong inside.
# from: seen when playing the lesson: str(error) as the detail
# region 8.3
@app.middleware("http")
async def stamp(request: Request, call_next):
    began = time.perf_counter()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    try:
        response = await call_next(request)
    except Exception as error:
        logger.exception("request %s failed", request_id)
        response = JSONResponse({"detail": str(error)}, status_code=500)
    response.headers["X-Process-Time"] = f"{time.perf_counter() - began:.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
