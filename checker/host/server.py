"""Uvicorn, with its waiting on clocks taken out and its errors written down."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import uvicorn

from checker.host.trace import describe

Emit = Callable[[dict[str, Any]], None]
KEEP_ALIVE = 3600
"""Seconds: longer than any lesson takes. With uvicorn's 5, a check that waits for what
never comes would cost the check after it the connection they share."""


class Witness:
    """The outermost ASGI layer: reports what the app raises.

    The report goes out before the answer does, so that whoever sees a 500 has the
    reason already. What is raised after a whole answer goes no further: uvicorn would
    hang up, and the next request on that connection would be lost.

    :attr:`idle` is set while no request is under way. An answer is sent before background
    tasks run and before dependencies clean up; this comes after.
    """

    def __init__(self, app: Any, emit: Emit, learner: Path) -> None:
        self._app = app
        self._emit = emit
        self._learner = learner
        self._under_way = 0
        self.idle = threading.Event()
        self.idle.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._watch(scope, receive, send)
            return
        self._under_way += 1
        self.idle.clear()
        try:
            await self._watch(scope, receive, send)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self.idle.set()

    async def _watch(self, scope: Any, receive: Any, send: Any) -> None:
        held: list[Any] = []
        whole = False

        async def sieve(message: Any) -> None:
            nonlocal whole
            if held or message.get("status") == 500:
                held.append(message)
            else:
                await send(message)  # which refuses what makes no sense
            whole = message["type"] == "http.response.body" and not message.get("more_body")

        try:
            await self._app(scope, receive, sieve if scope["type"] == "http" else send)
        except BaseException as error:
            self._report(scope, error)
            if not whole or not isinstance(error, Exception):
                raise
        finally:
            for message in held:
                await send(message)

    def _report(self, scope: Any, error: BaseException) -> None:
        asked = {"method": scope.get("method", ""), "path": scope.get("path", "")}
        told = describe(error, self._learner)
        self._emit({"event": "raised", "scope": scope["type"], "error": told} | asked)


class Innermost:
    """The layer next to the routes: reports what they raise and their middleware may catch.

    It stands inside of the learner's own middleware, so it sees an exception that this
    makes an answer of. What becomes an answer further inside, such as an HTTPException,
    does not come by.
    """

    def __init__(self, app: Any, emit: Emit, learner: Path) -> None:
        self._app = app
        self._emit = emit
        self._learner = learner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            asked = {key: scope.get(key, "") for key in ("method", "path")}
            told = describe(error, self._learner)
            self._emit({"event": "passed", "scope": scope["type"], "error": told} | asked)
            raise


class Server(uvicorn.Server):
    """A uvicorn server that says when it is ready and stops when it is told to.

    The lifespan is uvicorn's own; only the tenth-of-a-second ticks are gone.
    """

    def __init__(self, app: Any, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                loop="asyncio",
                http="httptools",
                ws="none",
                timeout_keep_alive=KEEP_ALIVE,
            )
        )
        self._on_ready = on_ready
        self.loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def serve_on(self, listening: socket.socket) -> None:
        """Serve until :meth:`stop`. Raises SystemExit when the start fails."""
        asyncio.run(self._serve([listening]))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        await super().startup(sockets)

    async def main_loop(self) -> None:
        assert self._stop is not None
        await self.on_tick(0)
        self._on_ready()
        await self._stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        await self.lifespan.shutdown()

    def stop(self) -> None:
        """Ask for an orderly end, from any thread."""
        if self.loop is not None and self._stop is not None:
            self.loop.call_soon_threadsafe(self._stop.set)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
