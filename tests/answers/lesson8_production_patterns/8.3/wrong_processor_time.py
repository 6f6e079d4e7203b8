# says: X-Process-Time leaves out all the time in which the app waits.
# from: time.process_time() by its name: it counts the work of the processor only
# region 8.3
@app.middleware("http")
async def stamp(request: Request, call_next):
    began = time.process_time()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    try:
        response = await call_next(request)
    except Exception:
        logger.exception("request %s failed", request_id)
        response = JSONResponse({"detail": "Internal Server Error"}, status_code=500)
    response.headers["X-Process-Time"] = f"{time.process_time() - began:.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
