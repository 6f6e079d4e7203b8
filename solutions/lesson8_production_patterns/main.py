"""Model Hub, lesson 8: the app itself, which joins the other modules."""

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import services
from .api.v1 import users
from .config import settings

logger = logging.getLogger("model_hub")
logger.setLevel(logging.INFO)
logger.info("%s starts with %r", settings.hub_name, settings)


# region 8.2
#| # TODO 8.2: Lifespan. Give the app a lifespan that, in this order,
#| #   before it serves   awaits services.connect_registry(), then calls
#| #                      services.load_model(), once
#| #   at the end         awaits services.disconnect_registry()
#| #   When the model cannot be loaded, the app does not start, and the registry is
#| #   disconnected all the same.
#| #   GET /model   {"name": …, "version": …} of the model that was loaded at the start
#| app = FastAPI(title="Model Hub", version="1.0.0")
#|? The `finally` around the `yield` disconnects after a normal end and after a failed start
#|? alike, and what is yielded reaches each request as request.state.
@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    await services.connect_registry()
    try:
        yield {"model": services.load_model()}
    finally:
        await services.disconnect_registry()


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.get("/model")
async def model(request: Request) -> services.Model:
    return request.state.model  # type: ignore[no-any-return]


# endregion


@app.get("/ping")
async def ping() -> dict[str, str]:
    """Says that the app is there. Complete."""
    return {"ping": "pong"}


@app.get("/about")
async def about() -> dict[str, str]:
    """Says whose hub this is. Complete; shows what step 8.4 changes."""
    return {"hub_name": settings.hub_name}


@app.get("/estimate")
def estimate(size: int) -> dict[str, float]:
    """Says how long a training takes. Complete; step 8.3 is tried out with it."""
    return {"hours": services.estimate_hours(size)}


# region 8.3
#| # TODO 8.3: Middleware. Every answer has two headers more, errors too (404, 422, 500):
#| #   X-Process-Time   the seconds that the app took, such as 0.0123. Measure with a
#| #                    clock that is never set back
#| #   X-Request-ID     the one that the client sent; if it sent none, a new one, different
#| #                    for each request
#| #   Statuses and bodies stay what they are. What a route raises still ends as a 500,
#| #   which says nothing of the exception; the log does.
#|? A plain ASGI class sees the first message of every answer, errors included, and adds its
#|? headers there without holding back the body.
class Stamp:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = Headers(scope=scope).get("X-Request-ID") or uuid.uuid4().hex
        answered = False

        async def send_stamped(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                headers = MutableHeaders(scope=message)
                headers["X-Process-Time"] = f"{time.perf_counter() - began:.6f}"
                headers["X-Request-ID"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_stamped)
        except Exception:
            if not answered:
                error = JSONResponse({"detail": "Internal Server Error"}, 500)
                await error(scope, receive, send_stamped)
            raise


app.add_middleware(Stamp)
# endregion


# region 8.5
#| # TODO 8.5: Health. The parts are "database" and "storage"; services.check_database()
#| # and services.check_storage() raise an exception when theirs is down, and may hang.
#| #   GET /health/live   200 and {"status": "ok"} as long as the app lives
#| #   GET /health        200 and {"status": "ok",
#| #                               "parts": {"database": "ok", "storage": "ok"}}
#| #                      503 and {"status": "unavailable", "parts": {…}} when a part is
#| #                      down: it has "down" instead of "ok". No error text goes out.
#| #   A part that has not answered after services.PATIENCE seconds is down.
#|? All parts are asked at once, each with its own time limit, so one that hangs holds nothing
#|? up, and its error goes to the log only.
@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "ok"}


async def state_of(name: str, check: Callable[[], Awaitable[None]]) -> str:
    try:
        async with asyncio.timeout(services.PATIENCE):
            await check()
    except Exception:
        logger.warning("%s is down", name, exc_info=True)
        return "down"
    return "ok"


@app.get("/health")
async def health(response: Response) -> dict[str, Any]:
    checks = {"database": services.check_database, "storage": services.check_storage}
    states = await asyncio.gather(*(state_of(*part) for part in checks.items()))
    ready = all(state == "ok" for state in states)
    response.status_code = 200 if ready else 503
    parts = dict(zip(checks, states, strict=True))
    return {"status": "ok" if ready else "unavailable", "parts": parts}


# endregion


# region 8.1
#| # TODO 8.1: Routers. main.py includes the router of api/v1/users.py, under /api/v1.
#|? The version belongs to the app that includes the router, so the router can move to another
#|? version without a change.
app.include_router(users.router, prefix="/api/v1")
# endregion
