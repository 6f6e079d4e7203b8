# says: Your middleware does not hand the response on.
# from: https://bugstack.ai/errors/fastapi-middleware-error
# also: 8.1 8.2 8.4 8.5 8.6
# region 8.3
@app.middleware("http")
async def stamp(request: Request, call_next):
    began = time.perf_counter()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    response = await call_next(request)
    response.headers["X-Process-Time"] = f"{time.perf_counter() - began:.4f}"
    response.headers["X-Request-ID"] = request_id
# endregion
