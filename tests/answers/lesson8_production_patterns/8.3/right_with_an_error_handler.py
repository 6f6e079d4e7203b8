# region 8.3
@app.middleware("http")
async def stamp(request: Request, call_next):
    request.state.began = time.monotonic()
    request.state.id = request.headers.get("x-request-id", uuid.uuid4().hex)
    response = await call_next(request)
    return stamped(request, response)


def stamped(request: Request, response: Response) -> Response:
    response.headers["x-process-time"] = str(time.monotonic() - request.state.began)
    response.headers["x-request-id"] = request.state.id
    return response


@app.exception_handler(Exception)
async def failed(request: Request, error: Exception) -> Response:
    return stamped(request, Response("Internal Server Error", status_code=500))
# endregion
