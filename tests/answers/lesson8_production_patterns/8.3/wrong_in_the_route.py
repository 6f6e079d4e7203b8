# says: An answer with status 404 has no X-Process-Time.
# from: headers set in one route: the idea of middleware is not there yet
# region 8.3
from fastapi import APIRouter


@app.get("/ping", include_in_schema=False)
def pong(response: Response) -> dict[str, str]:
    response.headers["X-Process-Time"] = "0.0"
    response.headers["X-Request-ID"] = uuid.uuid4().hex
    return {"ping": "pong"}


app.router.routes.insert(0, app.router.routes.pop())
# endregion
