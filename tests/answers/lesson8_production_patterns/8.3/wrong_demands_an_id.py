# says: An HTTPException in middleware is a 500
# from: https://github.com/fastapi/fastapi/issues/4653
# also: 8.1 8.2 8.4 8.5 8.6
# region 8.3
from fastapi import HTTPException


@app.middleware("http")
async def stamp(request: Request, call_next):
    began = time.perf_counter()
    if "X-Request-ID" not in request.headers:
        raise HTTPException(400, "X-Request-ID is missing")
    response = await call_next(request)
    response.headers["X-Process-Time"] = str(time.perf_counter() - began)
    response.headers["X-Request-ID"] = request.headers["X-Request-ID"]
    return response
# endregion
