"""A small app, built and asked so that what is loaded and made late is there by then.

No ``from __future__ import annotations`` here: FastAPI has to see the local class.
"""

import contextlib
import gc
import socket
import threading
from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, Field

REQUESTS = (
    ("POST /things/1?limit=2", '{"name": "a", "price": 2}'),
    ("POST /things/1", '{"name": ""}'),
    ("GET /things/1?limit=2", ""),
    ("GET /things/2", ""),
    ("GET /nowhere", ""),
)


def build() -> FastAPI:
    """Make the app, and its OpenAPI document."""

    class Thing(BaseModel):
        name: Annotated[str, Field(min_length=1)]
        price: int | None = None

    app = FastAPI()

    async def page(limit: int = 10, x_token: Annotated[str, Header()] = "") -> int:
        return limit

    @app.post("/things/{thing_id}")
    def create(thing_id: int, thing: Thing, note: str = Body(default="")) -> list[Thing]:
        return [thing]

    @app.get("/things/{thing_id}")
    async def read(thing_id: int, limit: Annotated[int, Depends(page)]) -> Thing:
        if thing_id > 1:
            raise HTTPException(404, "no such thing")
        return Thing(name="a", price=limit)

    app.openapi()
    return app


def rehearse(listening: socket.socket) -> None:
    """Serve the app once on a socket, and forget it.

    In a process that was forked this also makes copies of the memory it is going to
    write to, which would else be made while somebody waits.
    """
    # Not at the top: the zygote builds before it can serve.
    from checker.host.server import Server

    server: Any = None

    def ready() -> None:
        threading.Thread(target=_ask, args=(listening.getsockname(), server), daemon=True).start()

    with contextlib.suppress(Exception), listening:
        server = Server(build(), ready)
        server.serve_on(listening)
    gc.collect()
    gc.freeze()


def _ask(address: Any, server: Any) -> None:
    with contextlib.suppress(OSError), socket.socket(_family(address)) as sock:
        sock.settimeout(5)
        sock.connect(address)
        for head, body in REQUESTS:
            kind = "Content-Type: application/json\r\n" if body else ""
            length = f"Content-Length: {len(body)}\r\n"
            sock.sendall(f"{head} HTTP/1.1\r\nHost: a\r\n{kind}{length}\r\n{body}".encode())
            sock.recv(65536)
    server.stop()


def _family(address: Any) -> socket.AddressFamily:
    return socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
