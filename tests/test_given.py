"""Stand-ins of given services: recorded, and as picky as what they stand for."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path
from typing import Any

import pytest

from checker.host.given import Services


def send(address: str) -> str:
    return f"sent to {address}"


async def send_later(address: str) -> str:
    return send(address)


@pytest.mark.parametrize("service", [send, send_later])
def test_a_call_that_the_function_would_refuse_is_no_call(service: Any) -> None:
    """Another argument's name raises what the function raises, and nothing is recorded."""
    events: list[dict[str, Any]] = []
    stand_in: Any = Services((), {}, events.append, Path("/nowhere")).wrap("mail.send", service)

    with pytest.raises(TypeError, match="unexpected keyword argument 'email'"):
        _done(stand_in, email="a@example.com")
    assert events == []
    assert _done(stand_in, address="a@example.com") == "sent to a@example.com"
    assert [event["event"] for event in events] == ["called", "returned"]


def test_what_tells_no_signature_is_recorded_all_the_same() -> None:
    """Some functions of C's do not say what they take; Python itself decides then."""
    events: list[dict[str, Any]] = []
    stand_in: Any = Services((), {}, events.append, Path("/nowhere")).wrap("dict", dict)

    assert stand_in(a=1) == {"a": 1}
    assert events[0]["kwargs"] == {"a": 1}


def _done(function: Any, **values: Any) -> Any:
    async def run() -> Any:
        return await function(**values)

    return asyncio.run(run()) if inspect.iscoroutinefunction(function) else function(**values)
