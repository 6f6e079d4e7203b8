"""Given: what Model Hub depends on. You call it, you don't edit it.

It only pretends to talk to other servers. A file ``model.json`` in the folder that you
start the app from stands for the model: ``{"name": "…", "version": "…"}``. Without
that file there is a built-in one.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path

WAIT = 0.5
"""Seconds that each call takes."""

PATIENCE = 1.0
"""Seconds that one part may take for its health check, before it counts as down."""

MODEL_FILE = Path("model.json")


@dataclass(frozen=True)
class Model:
    """A trained model, ready for use."""

    name: str
    version: str


async def connect_registry() -> None:
    """Open the connection to the registry, the server that keeps the models."""
    await asyncio.sleep(WAIT)


def load_model() -> Model:
    """Load the model from the registry, which has to be connected. Slow.

    Raises:
        ValueError: the model is damaged.
    """
    time.sleep(WAIT)
    if not MODEL_FILE.is_file():
        return Model("digit-net", "1.0")
    stored = json.loads(MODEL_FILE.read_text("utf-8"))
    return Model(stored["name"], stored["version"])


async def disconnect_registry() -> None:
    """Close the connection to the registry."""
    await asyncio.sleep(WAIT)


def estimate_hours(size: int) -> float:
    """How long it takes to train a model of so many layers."""
    return size * 0.25


async def check_database() -> None:
    """Ask the database for a sign of life. Raises an exception when it is down.

    When the database hangs, this hangs.
    """
    if WAIT:
        await asyncio.sleep(WAIT)


async def check_storage() -> None:
    """The same for the storage of model files."""
    if WAIT:
        await asyncio.sleep(WAIT)
