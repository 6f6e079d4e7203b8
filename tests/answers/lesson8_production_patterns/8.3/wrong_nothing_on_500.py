# says: An answer with status 500 has no X-Process-Time.
# from: https://github.com/fastapi/fastapi/issues/4815
# region 8.3
@app.middleware("http")
async def stamp(request: Request, call_next):
    began = time.perf_counter()
    request_id = request.headers.get("X-Request-ID") or str(uuid.uuid4())
    response = await call_next(request)
    response.headers["X-Process-Time"] = f"{time.perf_counter() - began:.4f}"
    response.headers["X-Request-ID"] = request_id
    return response
# endregion
