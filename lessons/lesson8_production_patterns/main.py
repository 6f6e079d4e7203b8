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
# TODO 8.2: Lifespan. Give the app a lifespan that, in this order,
#   before it serves   awaits services.connect_registry(), then calls
#                      services.load_model(), once
#   at the end         awaits services.disconnect_registry()
#   When the model cannot be loaded, the app does not start, and the registry is
#   disconnected all the same.
#   GET /model   {"name": …, "version": …} of the model that was loaded at the start
app = FastAPI(title="Model Hub", version="1.0.0")
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
# TODO 8.3: Middleware. Every answer has two headers more, errors too (404, 422, 500):
#   X-Process-Time   the seconds that the app took, such as 0.0123. Measure with a
#                    clock that is never set back
#   X-Request-ID     the one that the client sent; if it sent none, a new one, different
#                    for each request
#   Statuses and bodies stay what they are. What a route raises still ends as a 500,
#   which says nothing of the exception; the log does.
# endregion


# region 8.5
# TODO 8.5: Health. The parts are "database" and "storage"; services.check_database()
# and services.check_storage() raise an exception when theirs is down, and may hang.
#   GET /health/live   200 and {"status": "ok"} as long as the app lives
#   GET /health        200 and {"status": "ok",
#                               "parts": {"database": "ok", "storage": "ok"}}
#                      503 and {"status": "unavailable", "parts": {…}} when a part is
#                      down: it has "down" instead of "ok". No error text goes out.
#   A part that has not answered after services.PATIENCE seconds is down.
# endregion


# region 8.1
# TODO 8.1: Routers. main.py includes the router of api/v1/users.py, under /api/v1.
# endregion
