"""A client for an app in the same process, as people test FastAPI without a course."""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
from collections.abc import Callable
from types import ModuleType, TracebackType
from typing import Any, Self

import httpx

PACKAGE = os.environ.get("PLAIN_PACKAGE", "solutions")
"""Where the app is: ours, or ``lessons`` for that of a submission on the path."""


class Client:
    """Sends requests to an ASGI app without a server, one event loop for all of them."""

    def __init__(self, app: Any) -> None:
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app=app)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://test")

    def request(self, method: str, path: str, **parts: Any) -> httpx.Response:
        return self._runner.run(self._http.request(method, path, **parts))

    def together(self, asked: list[tuple[str, str]]) -> list[httpx.Response]:
        """All of these requests at the same time."""
        return self._runner.run(self._all(asked))

    async def _all(self, asked: list[tuple[str, str]]) -> list[httpx.Response]:
        return await asyncio.gather(*(self._http.request(*one) for one in asked))

    def meanwhile(
        self, held: str, other: str, release: Callable[[], None]
    ) -> tuple[httpx.Response, httpx.Response]:
        """Ask for ``other`` while ``held`` waits; then release it. Both answers."""
        return self._runner.run(self._meanwhile(held, other, release))

    async def _meanwhile(
        self, held: str, other: str, release: Callable[[], None]
    ) -> tuple[httpx.Response, httpx.Response]:
        waiting = asyncio.create_task(self._http.get(held))
        answer = await self._http.get(other)
        release()
        return answer, await waiting

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._runner.run(self._http.aclose())
        self._runner.close()


def fresh(lesson: str, values: dict[str, Any]) -> ModuleType:
    """The ``main`` module of :data:`PACKAGE`, imported anew; pretended waits set as for checks."""
    package = f"{PACKAGE}.{lesson}"
    for name in [n for n in sys.modules if n == package or n.startswith(f"{package}.")]:
        del sys.modules[name]
    for name, value in values.items():
        module, _, attribute = name.rpartition(".")
        setattr(importlib.import_module(f"{package}.{module}"), attribute, value)
    return importlib.import_module(f"{package}.main")
