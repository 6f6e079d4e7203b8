# says: A browser asked before a GET with authorization, and was not told yes.
# from: https://github.com/fastapi/fastapi/issues/133
# region 5.5
@app.middleware("http")
async def cors(request: Any, call_next: Any) -> Any:
    response = await call_next(request)
    if request.headers.get("origin") == settings.allowed_origin:
        response.headers["Access-Control-Allow-Origin"] = settings.allowed_origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
# endregion
