# Written by hand as a layer around the app.
# region 5.5
from fastapi import Request, Response


@app.middleware("http")
async def cors(request: Request, call_next: Any) -> Response:
    mine = request.headers.get("origin") == settings.allowed_origin
    if "access-control-request-method" in request.headers:
        response = Response(status_code=204 if mine else 403)
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    else:
        response = await call_next(request)
    if mine:
        response.headers["Access-Control-Allow-Origin"] = settings.allowed_origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Vary"] = "Origin"
    return response
# endregion
