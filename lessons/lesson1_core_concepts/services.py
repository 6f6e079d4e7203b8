"""Given: two slow services. You call them, you don't edit them.

They only pretend to work; the waiting is real, so that you can feel it with
``course run``.
"""

import asyncio
import time

WAIT = 2.0
"""Seconds that each call takes."""


async def count_downloads() -> int:
    """Ask another server for the number of downloads. Gives way while it waits."""
    await asyncio.sleep(WAIT)
    return 12_345


def run_benchmark(model_id: int) -> float:
    """Measure a model. Blocks the thread that calls it, and cannot be awaited."""
    time.sleep(WAIT)
    return 0.9 + model_id / 1_000
